/// Type, space, the frame (console.md §2.1, §3.4). Floor: Chromium 87, Safari 14.1.
extension OpsCSS {
    static let base = #"""
        :root{
        --text:"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC",
        "Noto Sans SC","Source Han Sans SC","Source Han Sans CN","WenQuanYi Micro Hei",sans-serif;
        --num:-apple-system,"Segoe UI",Roboto,"HarmonyOS Sans","Noto Sans","DejaVu Sans",var(--text);
        --mono:ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace;
        --song:SimSun,"宋体",STSong,"Noto Serif CJK SC",serif;
        --fang:FangSong,"仿宋","仿宋_GB2312",STFangsong,"Noto Serif CJK SC",serif;
        --f1:.8125rem;--f2:.875rem;--f3:1rem;--f4:1.125rem;--f5:clamp(1.25rem,1.15rem + .45vw,1.5rem);
        --f6:clamp(1.5rem,1.3rem + .9vw,2.25rem);
        --s1:.25rem;--s2:.5rem;--s3:.75rem;--s4:1rem;--s5:1.5rem;--s6:2rem;--s7:3rem;--r1:.25rem;--r2:.5rem}
        *,*::before,*::after{box-sizing:border-box}
        html{height:100%;font:400 100%/1.65 var(--text);color:var(--ink);background:var(--bg);text-autospace:normal;
        line-break:strict;overflow-wrap:anywhere;-webkit-text-size-adjust:100%;scroll-padding:4.5rem 0 6rem}
        body{min-height:100%;margin:0;display:flex;flex-direction:column}
        h1,h2,h3,h4,p,ul,ol,dl,dd,figure,fieldset,pre,caption{margin:0;padding:0}
        ul,ol{list-style:none}
        h1{font-size:var(--f5);line-height:1.35}
        h2,h3,h4{font-size:var(--f4);line-height:1.5}
        h3,h4{font-size:var(--f3)}
        small,.f1{font-size:var(--f1);line-height:1.5}
        .f2{font-size:var(--f2);line-height:1.5}
        .f4{font-size:var(--f4);line-height:1.5}
        .figure{font-size:var(--f6);line-height:1.2;font-weight:700}
        .ink2{color:var(--ink2)}
        .ink3,.hint{color:var(--ink3)}
        .num,.figure,time{font-family:var(--num);font-variant-numeric:tabular-nums}
        /* A date parts between its pieces; within one only where a line could not hold it otherwise. */
        time{word-break:keep-all;overflow-wrap:break-word}
        .mono{font-family:var(--mono);font-size:.9375em}
        .right{text-align:right}
        .nowrap{white-space:nowrap}
        .prose{max-width:40em}
        a{color:var(--brand);text-underline-offset:.2em}
        a:hover{color:var(--brand-2)}
        p a,li a,dd a,td a,span a{padding:.25rem 0}
        hr{border:0;border-top:1px solid var(--line);margin:var(--s4) 0}
        button,input,select,textarea{font:inherit;color:inherit}
        fieldset{border:0;min-width:0}
        svg{display:block}
        [hidden]{display:none!important}
        :focus{outline:3px solid var(--focus);outline-offset:2px}
        :focus:not(:focus-visible){outline:0}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        main:focus,[role="alert"]:focus,.summary:focus{outline:0}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .sprite{position:absolute;width:0;height:0}
        .g{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;
        stroke-linejoin:round}
        .f{fill:currentColor;stroke:none}
        .k{fill:none;stroke:var(--ground,var(--surface))}
        .skip{position:absolute;left:var(--s2);top:-6rem;z-index:9;padding:var(--s3) var(--s4);
        background:var(--surface);
        border:1px solid var(--edge);border-radius:var(--r2)}
        .skip:focus{top:var(--s2)}
        @media(prefers-reduced-motion:no-preference){a,button,summary,.tile{transition:color .12s,background-color .12s,
        border-color .12s,opacity .12s}}

        """#

    static let layout = #"""
        .stack{display:flex;flex-direction:column;gap:var(--gap,var(--s4))}
        .stack>*{min-width:0}
        .tight{--gap:var(--s2)}
        .loose{--gap:var(--s5)}
        .cluster{display:flex;flex-wrap:wrap;gap:var(--gap,var(--s2));align-items:center}
        .cluster>a{display:inline-flex;align-items:center;min-height:2.75rem}
        .cluster.apart{justify-content:space-between}
        .grid{display:grid;gap:var(--s4);grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
        .switcher{display:flex;flex-wrap:wrap;gap:var(--s4)}
        .switcher>*{flex:1 1 calc((40rem - 100%)*999);min-width:0}
        .with-side{display:flex;flex-wrap:wrap;gap:var(--s5);align-items:flex-start}
        .with-side>:first-child{flex:999 1 55%;min-width:min(100%,20rem)}
        .with-side>:last-child{flex:1 1 20rem;min-width:min(100%,18rem)}
        .card{background:var(--surface);border:1px solid var(--line);border-radius:var(--r2);padding:var(--s4)}
        .card>h2:first-child,.card>h3:first-child{margin-bottom:var(--s3)}
        .card.stack>h2:first-child,.card.stack>h3:first-child{margin-bottom:0}
        .card>.acts,.card>.note+*{margin-top:var(--s3)}
        .card .acts>*,.card .acts>form>*{flex:1 1 auto}
        .card>a.cluster{min-height:2.75rem;margin:-.5rem 0}
        .well{background:var(--sunken);border-radius:var(--r2);padding:var(--s3) var(--s4)}
        .rows>*+*{border-top:1px solid var(--line)}
        .rows>*{padding:var(--s3) 0}
        .rows>:first-child{padding-top:0}
        .rows>:last-child{padding-bottom:0}
        .frame{flex:1;display:flex;flex-direction:column;min-width:0}
        .top{position:sticky;top:0;z-index:4;display:flex;align-items:center;gap:var(--s3);min-height:3rem;
        padding:0 var(--s4);background:var(--surface);border-bottom:1px solid var(--line)}
        .top a,.top summary{color:inherit;text-decoration:none;min-height:2.75rem;display:inline-flex;
        align-items:center;
        gap:var(--s1)}
        .top .g,.bar .g{font-size:1.25rem}
        .top-title{font-weight:700;flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
        .top-sites{display:none}
        .top-search{gap:var(--s2);align-items:center}
        .top-search .control{width:12rem;min-height:2.75rem;padding-top:0;padding-bottom:0}
        main{flex:1;display:flex;flex-direction:column;gap:var(--s4);width:100%;min-width:0;padding:var(--s4);
        max-width:90rem}
        .side{display:none}
        .bar{position:sticky;bottom:0;z-index:4;display:flex;background:var(--surface);border-top:1px solid var(--line);
        padding-bottom:env(safe-area-inset-bottom)}
        .bar a{flex:1;min-height:3.5rem;display:flex;flex-direction:column;align-items:center;justify-content:center;
        gap:2px;color:var(--ink2);text-decoration:none;font-size:var(--f1);line-height:1.2}
        .bar a[aria-current]{color:var(--brand);font-weight:700;box-shadow:inset 0 3px var(--brand)}
        .page-foot{padding:var(--s4);color:var(--ink3);font-size:var(--f1)}
        .head{display:flex;flex-direction:column;gap:var(--s2)}
        .head .crumbs{display:none}
        .head-meta{color:var(--ink2)}
        .head-meta a{display:inline-flex;align-items:center;min-width:2.75rem;min-height:2.75rem;
        margin:-.5rem 0;padding:0 var(--s1)}
        .top-sites .control{width:auto;min-height:2.75rem;padding-top:0;padding-bottom:0}
        .account{min-height:2.75rem}
        .acts{display:flex;flex-wrap:wrap;gap:var(--s2);align-items:center}
        .acts form{display:contents}
        .has-acts .head>.acts{position:fixed;left:0;right:0;bottom:0;z-index:5;flex-wrap:nowrap;background:var(--surface);
        border-top:1px solid var(--line);padding:var(--s2) var(--s4) calc(var(--s2) + env(safe-area-inset-bottom))}
        .has-acts .head>.acts>*,.has-acts .head>.acts>form>*{flex:1 1 0;min-width:0}
        .has-acts .head>.acts .btn{padding-left:var(--s2);padding-right:var(--s2)}
        .has-acts .head>.acts>.primary,.has-acts .head>.acts>form>.primary{flex-grow:2}
        .has-acts main{padding-bottom:6rem}
        .has-acts .bar{display:none}
        .menu{position:relative}
        .menu>summary{list-style:none;cursor:pointer}
        .menu>summary::-webkit-details-marker{display:none}
        .menu-list{position:absolute;right:0;z-index:6;min-width:10rem;background:var(--float);padding:var(--s1);
        border:1px solid var(--line);border-radius:var(--r2);box-shadow:0 8px 24px rgb(0 0 0/.18)}
        .has-acts .head>.acts .menu-list{bottom:calc(100% + var(--s2))}
        .menu-list .btn{width:100%;border-color:transparent;background:none;justify-content:flex-start}
        .menu-list form{display:block}
        .offline{background:var(--amber-s);color:var(--amber-t);padding:var(--s2) var(--s4);
        border-bottom:1px solid var(--amber-x)}
        .sample{display:flex;align-items:center;justify-content:center;gap:var(--s2);padding:var(--s1) var(--s4);
        background:var(--s);color:var(--t);border-bottom:1px dashed var(--x);font-size:var(--f1);line-height:1.5;
        flex-wrap:wrap;text-align:center}
        .wall .sample{font-size:1rem}
        .wide-only,.top .wide-only{display:none}
        .theme{background:var(--bg);color:var(--ink)}
        .public{font-size:1.125rem}
        .public .btn.primary{min-height:3.75rem;min-width:8rem}
        .public .f1,.public .f2,.public .chip{font-size:1rem}
        @media screen and (max-width:63.9375rem){.frame:not(.public) .head.same h1{position:absolute;width:1px;height:1px;
        overflow:hidden;
        clip-path:inset(50%)}
        .frame:not(.public) .head.same{display:contents}
        .has-form main{padding-bottom:0}
        .has-form main>.form{flex:1}
        .has-form .form-acts{position:sticky;bottom:0;z-index:4;margin:auto calc(-1*var(--s4)) 0;
        padding:var(--s2) var(--s4) calc(var(--s2) + env(safe-area-inset-bottom));background:var(--surface);
        border-top:1px solid var(--line)}
        .has-form .form-acts>*{flex:1 1 auto}
        .has-form .form-acts>.primary{flex-grow:3}
        }
        @media(min-width:48rem){main{padding:var(--s4) var(--s5)}}
        @media(min-width:64rem){
        .frame{display:grid;grid-template-columns:13rem minmax(0,1fr);grid-template-rows:auto 1fr auto}
        .frame.public{display:flex}
        .side{display:block;grid-row:1/-1;background:var(--surface);border-right:1px solid var(--line);
        padding:var(--s3) var(--s2)}
        .side-in{position:sticky;top:var(--s3)}
        .side-name{font-weight:700;padding:var(--s2) var(--s3) var(--s3)}
        .side a{display:flex;align-items:center;gap:var(--s2);min-height:2.75rem;padding:0 var(--s3);color:var(--ink2);
        text-decoration:none;border-radius:var(--r2);border-left:3px solid transparent}
        .side a:hover{background:var(--sunken)}
        .side a[aria-current]{color:var(--ink);font-weight:700;background:var(--brand-soft);
        border-left-color:var(--brand)}
        .bar,.top-back,.narrow-only{display:none!important}
        .wide-only{display:revert}
        .top .wide-only{display:inline-flex}
        .top{padding:0 var(--s5);min-height:3.5rem}
        .frame:not(.public) .top-title{visibility:hidden}
        .card .acts>*,.card .acts>form>*{flex:none}
        .public main{max-width:44rem;margin:0 auto}
        .top-sites{display:flex;align-items:center;gap:var(--s2)}
        .head{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:start;column-gap:var(--s4)}
        .head .crumbs a{min-height:1.5rem}
        .head .crumbs{display:flex;gap:var(--s2);grid-column:1/-1;color:var(--ink3);font-size:var(--f2)}
        .head h1{grid-column:1}
        .head-meta{grid-column:1}
        .head>.acts,.has-acts .head>.acts{position:static;grid-column:2;grid-row:1/span 2;background:none;border:0;padding:0}
        .head .crumbs~.acts{grid-row:2/span 2}
        .head>.acts .btn,.has-acts .head>.acts .btn{padding-left:var(--s4);padding-right:var(--s4)}
        .head>.acts>*,.head>.acts>form>*{flex:none!important}
        .has-acts .head>.acts .menu-list{bottom:auto}
        .has-acts main{padding-bottom:var(--s4)}
        }

        """#
}
