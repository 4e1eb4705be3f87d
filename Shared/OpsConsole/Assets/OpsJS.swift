/// The one script of every service (console.md §4.0, script hooks). Pages work without it, only slower.
package enum OpsJS {
    package static let text =
        "(()=>{\"use strict\";\n" + core + live + clock + forms + photos + outbox + start + "})();\n"

    private static let core = #"""
        const d=document,$=(s,r=d)=>r.querySelector(s),$$=(s,r=d)=>Array.from(r.querySelectorAll(s));
        const store={
          get(k){try{return JSON.parse(localStorage.getItem(k))}catch(e){return null}},
          set(k,v){try{localStorage.setItem(k,JSON.stringify(v));return true}catch(e){return false}},
          drop(k){try{localStorage.removeItem(k)}catch(e){}}};
        const make=(tag,names,text)=>{const e=d.createElement(tag);if(names)e.className=names;
          if(text)e.textContent=text;return e};
        let voice;
        const say=t=>{if(!voice){voice=make("p","unseen");voice.setAttribute("role","status");d.body.append(voice)}
          voice.textContent="";setTimeout(()=>voice.textContent=t,50)};
        let strip;
        const offline=t=>{if(!t){if(strip)strip.remove();strip=null;return}
          if(!strip){strip=make("p","offline");strip.setAttribute("role","status");
            const top=$(".top");top?top.after(strip):d.body.prepend(strip)}
          if(strip.textContent!==t)strip.textContent=t};

        """#

    /// One EventSource per page; an event carries only `key version`, the part itself is fetched like a page, so rights
    /// and escaping stay on one path.
    private static let live = #"""
        const Live={source:null,fails:0,poll:0,seen:{},
          open(){const url=d.body.dataset.live;if(!url||d.hidden||this.source)return;
            if(!window.EventSource){this.fall();return}
            this.source=new EventSource(url);
            this.source.onopen=()=>{if(this.fails){this.fails=0;this.all()}offline("")};
            this.source.onmessage=e=>{const[key,version]=e.data.split(" ");
              if(this.seen[key]===version)return;this.seen[key]=version;this.part(key)};
            this.source.onerror=()=>{if(++this.fails>=3||this.source.readyState===2)this.fall()}},
          close(){if(this.source){this.source.close();this.source=null}clearInterval(this.poll);this.poll=0},
          fall(){this.close();offline("实时更新中断，每30秒刷新一次。");
            this.poll=setInterval(()=>{if(!d.hidden)this.all()},30000);
            setTimeout(()=>{if(this.poll){this.close();this.fails=0;this.open()}},300000)},
          all(){$$("[data-part]").forEach(e=>this.part(e.dataset.part))},
          async part(key){const old=$(`[data-part="${CSS.escape(key)}"]`);if(!old)return;
            if(old.contains(d.activeElement)&&/^(INPUT|TEXTAREA|SELECT)$/.test(d.activeElement.tagName)){
              d.activeElement.addEventListener("blur",()=>this.part(key),{once:true});return}
            const url=new URL(location.href);url.searchParams.set("part",key);url.searchParams.delete("seen");
            old.setAttribute("aria-busy","true");
            try{const r=await fetch(url,{credentials:"same-origin",headers:{Accept:"text/html"}});
              if(r.redirected){location.reload();return}
              if(!r.ok)throw 0;
              this.swap(old,await r.text());if(!this.poll)offline("")}
            catch(e){old.removeAttribute("aria-busy");old.classList.add("stale")}},
          swap(old,html){const t=d.createElement("template");t.innerHTML=html;
            const next=t.content.querySelector("[data-part]");if(!next)return;
            const sel=".figure,.chip,.num,.clock strong",was=$$(sel,old).map(e=>e.textContent);
            const opened=$$("details",old).map(e=>e.open),focus=d.activeElement&&old.contains(d.activeElement)
              ?$$("a,button,summary",old).indexOf(d.activeElement):-1;
            old.replaceWith(next);
            $$("details",next).forEach((e,i)=>{if(opened[i])e.open=true});
            if(focus>=0){const f=$$("a,button,summary",next)[focus];if(f)f.focus()}
            const now=$$(sel,next);
            if(now.length===was.length)now.forEach((e,i)=>{if(e.textContent!==was[i]&&!e.dataset.left){
              e.classList.add("fresh");setTimeout(()=>e.classList.remove("fresh"),2000)}});
            Clock.tick()}};

        """#

    /// The server sends counted seconds left, the moment that held, and when counting stops: a phone cannot know 调休. Nor
    /// does its clock count, only how long the part has been there: the clock may be wrong, and a demonstration has its own.
    private static let clock = #"""
        const Clock={two:n=>(n<10?"0":"")+n,seen:new WeakMap(),
          span(s){if(s<60)return s+"秒";const m=Math.floor(s/60);if(m<60)return m+"分钟";
            const h=Math.floor(m/60),r=m%60;if(h<24)return h+"小时"+(r?this.two(r)+"分":"");
            return Math.floor(h/24)+"天"+(h%24?h%24+"小时":"")},
          left(s){if(s<0)return"超时 "+this.span(Math.ceil(Math.max(1,-s)/60)*60);
            return s>=60&&s<600?"剩 "+Math.floor(s/60)+"分"+this.two(s%60)+"秒":"剩 "+this.span(s)},
          tick(){const wall=Date.now();$$("[data-left]").forEach(e=>{
            const at=+e.dataset.at,stops=+e.dataset.stops||Infinity;
            if(!this.seen.has(e))this.seen.set(e,wall);
            const now=at+Math.max(0,wall-this.seen.get(e));
            const left=+e.dataset.left-Math.floor((Math.min(now,stops)-at)/1000);
            const text=(e.dataset.name||"")+this.left(left)+(now>=stops&&e.dataset.then?" · "+e.dataset.then:"");
            if(e.textContent!==text)e.textContent=text;
            if(left<0){const c=e.closest(".clock");if(c)c.classList.add("late")}})}};

        """#

    private static let start = #"""
        const ready=()=>{
          Forms.start();Photos.start();Outbox.start();Clock.tick();
          setInterval(()=>{if(!d.hidden)Clock.tick()},1000);
          Live.open();
          d.addEventListener("visibilitychange",()=>{if(d.hidden)Live.close();
            else{Clock.tick();if(d.body.dataset.live){Live.all();Live.open()}}});
          addEventListener("offline",()=>offline("无网络。"+Outbox.words()));
          addEventListener("online",()=>{offline("");Photos.again();Outbox.send();if(d.body.dataset.live)Live.all()});
          const f=$("[data-focus]");if(f)f.focus()};
        d.readyState==="loading"?d.addEventListener("DOMContentLoaded",ready):ready();

        """#
}
