// What every reader gets: small comforts on pages that work without them.
import "./behaviors/copy-link.js";
import "./behaviors/live.js";
import "./behaviors/when-needed.js";
navigator.serviceWorker?.register("/service-worker.js");
