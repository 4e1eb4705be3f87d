/// Component 8: pictures are made small on the phone (which drops where they were taken), shown in a fixed box, uploaded
/// at once under their own digest where that is possible, and else sent with the form.
extension OpsJS {
    static let photos = #"""
        const Photos={shots:[],
          start(){try{new DataTransfer()}catch(x){return}
            $$("[data-photo]").forEach(f=>{f.classList.add("live");
              $$("input[type=file]",f).forEach(i=>i.addEventListener("change",e=>{e.stopPropagation();
                const picked=Array.from(i.files);i.value="";picked.forEach(p=>this.add(f,p))}))});
            addEventListener("beforeunload",e=>{if(this.shots.some(s=>s.url&&!s.gone&&!s.hex&&
              !s.f.closest("form[data-busy]"))){e.preventDefault();e.returnValue=""}})},
          async add(f,file){const list=$(".shots",f),max=+f.dataset.max;
            if(max===1)Array.from(list.children).forEach(li=>{const s=this.shots.find(x=>x.li===li);
              s?this.cut(s):li.remove()});
            if(list.children.length>=max){say(`最多${max}张`);return}
            const li=make("li","kept"),box=make("span","shot"),img=make("img"),word=make("span","f2","待上传"),
              b=make("button","btn","删去"),s={f,li,word,url:f.dataset.photo&&window.crypto&&crypto.subtle&&
                f.dataset.photo};
            img.width=img.height=96;img.alt="现场照片"+(list.children.length+1);b.type="button";
            b.onclick=()=>this.cut(s);box.append(img);li.append(box,word,b);list.append(li);this.shots.push(s);
            try{s.blob=await this.shrink(file,1600,512000)}catch(x){word.textContent="不是能用的照片，请另选";return}
            if(s.gone)return;
            img.src=URL.createObjectURL(s.blob);this.hold(f);
            if(s.url)this.send(s);else word.textContent="随表单上传"},
          /* What is not uploaded yet goes with the form. */
          hold(f){const t=new DataTransfer();this.shots.filter(s=>s.f===f&&s.blob&&!s.gone&&!s.hex).forEach((s,i)=>
              t.items.add(new File([s.blob],`photo${i+1}.jpg`,{type:"image/jpeg"})));
            const all=$$("input[type=file]",f);all[all.length-1].files=t.files},
          tell(f){f.dispatchEvent(new Event("change",{bubbles:true}))},
          cut(s){s.gone=true;if(s.x)s.x.abort();s.li.remove();this.shots=this.shots.filter(o=>o!==s);
            this.hold(s.f);this.tell(s.f)},
          again(){this.shots.filter(s=>s.failed).forEach(s=>this.send(s))},
          shrink:(file,side,most)=>new Promise((ok,no)=>{const i=new Image(),u=URL.createObjectURL(file);
            i.onerror=()=>{URL.revokeObjectURL(u);no()};
            i.onload=()=>{const c=make("canvas"),x=c.getContext("2d");let q=.85;
              const go=()=>{const k=Math.min(1,side/Math.max(i.naturalWidth,i.naturalHeight));
                c.width=Math.max(1,Math.round(i.naturalWidth*k));c.height=Math.max(1,Math.round(i.naturalHeight*k));
                x.fillStyle="#fff";x.fillRect(0,0,c.width,c.height);x.drawImage(i,0,0,c.width,c.height);
                c.toBlob(b=>{if(!b)return no();
                  if(b.size>most&&side>64){if(q>.5)q-=.15;else side*=.75;go()}
                  else{URL.revokeObjectURL(u);ok(b)}},"image/jpeg",q)};go()};
            i.src=u}),
          put(s,url,body,told){const x=new XMLHttpRequest();x.open("PUT",url);
            x.setRequestHeader("Content-Type","image/jpeg");x.setRequestHeader("Accept","application/json");
            const form=s.f.closest("form");x.setRequestHeader("X-Form-Token",form.elements._token.value);
            x.onload=()=>told(x.status<300,x.status);x.onerror=()=>told(false,0);
            x.upload.onprogress=e=>{if(!s.hex&&e.lengthComputable)
              s.word.textContent=`上传中 ${Math.round(100*e.loaded/e.total)}%`};
            x.send(body);return x},
          async send(s){s.failed=false;s.word.textContent="上传中";
            const sum=await crypto.subtle.digest("SHA-256",await s.blob.arrayBuffer());
            const hex=Array.from(new Uint8Array(sum)).map(b=>b.toString(16).padStart(2,"0")).join("");
            s.x=this.put(s,s.url+hex,s.blob,ok=>{if(s.gone)return;
              if(!ok){s.failed=true;s.word.textContent="没传上，";const b=make("button","btn","重试");b.type="button";
                b.onclick=()=>this.send(s);s.word.append(b);return}
              s.hex=hex;s.word.textContent="已上传";const box=make("input","unseen");box.type="checkbox";
              box.name=s.f.dataset.name;box.value=hex;box.checked=true;box.tabIndex=-1;
              box.setAttribute("aria-hidden","true");s.li.append(box);
              this.hold(s.f);this.tell(s.f);this.small(s)})},
          /* A small one for lists; without it the picture itself is shown there. */
          async small(s){try{const b=await this.shrink(s.blob,288,20000);if(b.size<=20480)
            this.put(s,s.url+s.hex+"/thumbnail",b,()=>{})}catch(x){}}};

        """#
}
