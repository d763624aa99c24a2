// Fetches the scripts only when the page has loaded: no line of them holds up the first paint.
const self = document.currentScript;
addEventListener("load", () => {
  const script = document.createElement("script");
  script.src = self.dataset.then;
  document.head.append(script);
});
