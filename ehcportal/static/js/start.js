const self=document.currentScript;addEventListener("load",()=>{const e=document.createElement("script");e.src=self.dataset.then,document.head.append(e)});
