"""Carries a case between the region that receives it and the region that decides it.

The flow of one region; every arrow out of the journal is a reader with a position of its own:

  people, platforms ──> web.outcomes, web.posting ──┐
                                                    v
  a peer's link topic ──> streams.edge ──────────> intake
                                                    │
                           streams.recorder: engine.deciding, domain.cases.decide
                                                    v
                                                 journal ──> streams.relay ──> a peer's link topic
                                                    ├──> streams.projector ──> stores.views ──> web
                                                    ├──> streams.follower ──> outcomes, live feed
                                                    ├──> streams.snapshots ──> stores.objects
                                                    ├──> streams.timekeeper ──> intake
                                                    └──> streams.exporter ──> events for other tools

The map; a folder knows only what stands below it, and folders of one line do not know each other:

  cli                                 the command `tongban`
  operations                          supervisor, demo, audit, faults: above the wiring
  wiring                              composition root: wiring.node, wiring.region
  streams | stores | web | memory     shells: Kafka and Faust; SQL, keys, objects; HTTP; the ports
                                      in memory, under the same contract as Kafka
  ports                               what the engine asks of the outside
  engine | archive                    PURE: intake record and fold to one Decision; archive packages
  schemas | views | evidence          PURE: written form; read models; hash chain
  clock config errors identity logs metrics
  domain                              PURE: the rules; standard library only
  data                                tables that come with the product: items, composites,
                                      regions, offices

PURE code does no I/O, which import-linter checks. docs/flow.md follows one case through all this.
"""
