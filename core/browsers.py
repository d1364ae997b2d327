"""What a browser is called by people, out of what it says about itself."""

# The first that is found counts: most name others, too, to be served like them.
_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Vivaldi": "Vivaldi", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrom": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "ChromeOS", "Windows": "Windows", "Mac OS X": "Mac", "Linux": "Linux",
}  # fmt: skip


def browser_of(agent: str) -> str:
    """`Firefox on Windows`; what is not known is said in its own first words."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), "")
    if not browser:
        return agent.strip()[:60] or "An unknown browser"
    return f"{browser} on {system}" if system else browser
