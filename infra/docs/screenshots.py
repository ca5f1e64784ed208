"""Takes the picture of the README from a running demo: python infra/docs/screenshots.py URL VAR.

URL is the demo's address, VAR its folder. Needs Debian's chromium.
"""

import json
import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE: ViewportSize = {"width": 1240, "height": 900}
ITEM = "机动车驾驶证补换领"


def log_in(page: Page, url: str, *, name: str, password: str) -> None:
    """Enter as a clerk."""
    page.goto(f"{url}/login")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/cases")


def main() -> None:
    """Log in at Hangzhou, open the case that waits for a supplement, take its picture."""
    url, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    password = json.loads((folder / "demo.json").read_text())["password"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.5, locale="zh-CN")
        log_in(page, url, name="hz1", password=password)
        page.get_by_text(ITEM).first.click()
        page.wait_for_selector(".lanes")
        page.wait_for_timeout(1_000)  # the live feed says that it is connected
        page.screenshot(path=IMAGES / "case.png")
        browser.close()


if __name__ == "__main__":
    main()
