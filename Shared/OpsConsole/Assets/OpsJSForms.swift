/// Second taps, drafts, search as you type, copying, menus, theme.
extension OpsJS {
    static let forms = #"""
        const Forms={
          start(){
            d.addEventListener("submit",e=>this.once(e));
            addEventListener("pageshow",e=>{if(e.persisted)$$("form[data-busy]").forEach(f=>this.free(f))});
            d.addEventListener("click",e=>{this.copy(e);this.menus(e)});
            d.addEventListener("keydown",e=>{if(e.key!=="Escape")return;
              const m=d.activeElement&&d.activeElement.closest("details[data-menu][open]");
              if(m){m.open=false;$("summary",m).focus()}});
            this.sent();
            $$("form[data-draft]").forEach(f=>this.draft(f));
            $$("input[data-find]").forEach(i=>this.find(i));
            $$("form[data-theme-pick]").forEach(f=>f.addEventListener("change",e=>{
              const v=e.target.value,r=d.documentElement;
              if(v==="light"||v==="dark")r.dataset.theme=v;else delete r.dataset.theme}))},
          once(e){const f=e.target;if(!f.matches("form[data-once]")||e.defaultPrevented)return;
            if(f.dataset.busy){e.preventDefault();return}
            f.dataset.busy="1";
            if(f.dataset.draft)try{sessionStorage.setItem("sent:"+f.dataset.draft,"1")}catch(x){}
            const b=e.submitter||$("button[type=submit]",f);
            if(b){b.dataset.word=b.textContent;b.textContent="提交中…";b.setAttribute("aria-disabled","true")}},
          free(f){delete f.dataset.busy;$$("[data-word]",f).forEach(b=>{b.textContent=b.dataset.word;
            delete b.dataset.word;b.removeAttribute("aria-disabled")})},
          fields:f=>$$("input,textarea,select",f).filter(e=>e.name&&e.name[0]!=="_"&&
            !/^(hidden|password|file|submit)$/.test(e.type)),
          /* A draft whose form was sent was accepted where the page says so or does not show the form again. */
          sent(){try{Object.keys(sessionStorage).filter(k=>k.startsWith("sent:")).forEach(k=>{
            const name=k.slice(5);sessionStorage.removeItem(k);
            if($(".flash.green")||!$(`form[data-draft="${CSS.escape(name)}"]`))store.drop("draft:"+name)})}catch(x){}},
          draft(f){const key="draft:"+f.dataset.draft,kept=store.get(key);
            if(kept&&!$(".summary")){let back=0;this.fields(f).forEach(e=>{const v=kept[e.name];if(v===undefined)return;
              if(e.type==="radio"||e.type==="checkbox"){const on=v.includes(e.value);if(on!==e.checked){e.checked=on;
                back++}}
              else if(e.value===e.defaultValue||e.tagName==="SELECT"){if(e.value!==v[0]){e.value=v[0];back++}}});
              if(back){const n=make("p","note","已恢复上次没有提交的内容。 "),b=make("button","btn","清除");b.type="button";
                b.onclick=()=>{store.drop(key);f.reset();n.remove()};n.append(b);f.prepend(n)}}
            f.addEventListener("input",()=>{const all={};this.fields(f).forEach(e=>{
              all[e.name]=all[e.name]||[];
              if(e.type==="radio"||e.type==="checkbox"){if(e.checked)all[e.name].push(e.value)}
              else all[e.name].push(e.value)});store.set(key,all)})},
          find(i){let timer,run=0;
            const go=async()=>{const f=i.form,url=new URL(f.action);
              new FormData(f).forEach((v,k)=>{if(v)url.searchParams.set(k,v)});
              history.replaceState(null,"",url);const mine=++run;
              url.searchParams.set("part",i.dataset.find);
              try{const r=await fetch(url,{credentials:"same-origin"}),t=await r.text(),
                old=$(`[data-part="${CSS.escape(i.dataset.find)}"]`);
                if(r.ok&&old&&mine===run)Live.swap(old,t)}catch(x){}};
            const wait=()=>{clearTimeout(timer);timer=setTimeout(go,300)};
            i.addEventListener("input",e=>{if(!e.isComposing)wait()});
            i.addEventListener("compositionend",wait)},
          copy(e){const b=e.target.closest&&e.target.closest("[data-copy]");if(!b)return;
            const text=b.dataset.copy,word=b.textContent;
            const done=()=>{b.textContent="已复制";say("已复制");setTimeout(()=>b.textContent=word,2000)};
            if(navigator.clipboard)navigator.clipboard.writeText(text).then(done,()=>{});
            else{const t=make("textarea","unseen");t.value=text;d.body.append(t);t.select();
              try{d.execCommand("copy")&&done()}finally{t.remove()}}},
          menus(e){$$("details[data-menu][open]").forEach(m=>{if(!m.contains(e.target))m.open=false})}};

        """#

    /// Answers of a round: kept on the device at once, each with its own key and `taken_at`, sent in order later. Sent
    /// twice is one answer, because the key stays the same.
    static let outbox = #"""
        const Outbox={form:null,name:"",queue:[],busy:false,wanted:false,
          start(){this.form=$("form[data-outbox]");if(!this.form)return;
            this.name="outbox:"+this.form.dataset.outbox;this.queue=(store.get(this.name)||[]).map(a=>({
              ...a,sending:false}));
            this.restore();
            this.form.addEventListener("change",e=>{const set=e.target.closest("[data-answer]");
              if(set)this.keep(set)});
            this.form.addEventListener("submit",e=>{if(this.queue.length){e.preventDefault();
              e.stopImmediatePropagation();this.wanted=true;this.show();this.send()}},true);
            addEventListener("beforeunload",e=>{if(this.queue.length){e.preventDefault();e.returnValue=""}});
            setInterval(()=>this.send(),30000);this.show();this.send()},
          words(){return this.queue.length?`本机已存${this.queue.length}项，恢复后自动上传。`:""},
          restore(){this.queue.forEach(a=>{const set=$(`[data-answer="${CSS.escape(a.code)}"]`,this.form);
            if(!set)return;
            Forms.fields(set).forEach(e=>{const v=a.fields.filter(f=>f[0]===e.name).map(f=>f[1]);
              if(e.type==="radio"||e.type==="checkbox")e.checked=v.includes(e.value);else if(v.length)e.value=v[0]})})},
          keep(set){const code=set.dataset.answer,fields=[];
            Forms.fields(set).forEach(e=>{if((e.type!=="radio"&&e.type!=="checkbox")||e.checked)
              fields.push([e.name,e.value])});
            this.queue=this.queue.filter(a=>a.code!==code||a.sending);
            this.queue.push({code,fields,taken:Date.now(),
              key:this.form.elements._key.value+"."+code+"."+Date.now().toString(36)});
            const ok=store.set(this.name,this.queue);
            this.mark(code,ok?"待上传":"本机存不下，请不要关闭本页");this.show();this.send()},
          async send(){if(this.busy||!this.queue.length||!navigator.onLine)return;this.busy=true;
            const a=this.queue[0];a.sending=true;
            const body=new URLSearchParams(a.fields);body.set("_key",a.key);body.set("answer",a.code);
            body.set("_token",this.form.elements._token.value);body.set("taken_at",a.taken);
            try{const r=await fetch(this.form.dataset.outboxUrl||this.form.action,{method:"POST",body,
              credentials:"same-origin",redirect:"manual",headers:{Accept:"application/json"}});
              if(r.ok||r.type==="opaqueredirect"){this.done(a,"已上传")}
              else if(r.status>=400&&r.status<500&&r.status!==401&&r.status!==429){
                let t="没有收下，请检查";try{const j=await r.json();t=j.detail||j.title||t}catch(x){}
                this.done(a,t)}
              else this.later(a)}
            catch(x){this.later(a)}},
          done(a,word){this.queue=this.queue.filter(x=>x!==a);store.set(this.name,this.queue);
            this.mark(a.code,word);this.busy=false;this.show();
            if(!this.queue.length){say("已全部上传");
              if(this.wanted){this.wanted=false;this.form.requestSubmit();return}}
            this.send()},
          later(a){a.sending=false;this.busy=false;this.wanted=false;this.show()},
          mark(code,word){const set=$(`[data-answer="${CSS.escape(code)}"]`,this.form);if(!set)return;
            let m=$(".answer-state",set);if(!m){m=make("p","answer-state hint f2");set.append(m)}m.textContent=word},
          show(){const out=$("[data-outbox-state]");if(!out)return;
            const sets=$$("[data-answer]",this.form),answered=sets.filter(s=>Forms.fields(s).some(e=>
              e.type==="radio"||e.type==="checkbox"?e.checked:e.value.trim()!=="")).length;
            out.textContent=`已答 ${answered}/${sets.length}`+(this.queue.length?` · 待上传 ${this.queue.length}项`:"");
            if(!navigator.onLine)offline("无网络。"+this.words())}};

        """#
}
