"""HTTP requests as metrics: by route, never by path, so that no id becomes a label."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from broker.metrics import Metrics
from broker.ports import Clock

NO_ROUTE = "none"
FAILED_STATUS = 500


def measuring(metrics: Metrics, clock: Clock) -> Middleware:
    """Count and time every request."""

    @web.middleware
    async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
        started, status = clock.elapsed(), FAILED_STATUS
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            resource = request.match_info.route.resource
            route = resource.canonical if resource is not None else NO_ROUTE
            metrics.http_requests.labels(route, request.method, str(status)).inc()
            metrics.http_seconds.labels(route, request.method).observe(clock.elapsed() - started)
        return response

    return measure
