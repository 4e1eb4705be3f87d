/// Buttons, chips, tables, filters, fields (console.md §4.1, components 2–4, 7, 9–12).
extension OpsCSS {
    static let parts = #"""
        .btn{display:inline-flex;align-items:center;justify-content:center;gap:var(--s2);min-height:2.75rem;
        padding:var(--s1) var(--s4);border:1px solid var(--edge);border-radius:var(--r2);background:var(--surface);
        color:var(--ink);text-decoration:none;cursor:pointer;line-height:1.3;text-align:center;white-space:nowrap}
        .btn:hover{border-color:var(--ink2);color:var(--ink)}
        .btn.primary{background:var(--brand);border-color:var(--brand);color:var(--on-brand);font-weight:700;
        min-height:3rem}
        .btn.primary:hover,.btn.primary:active{background:var(--brand-2);border-color:var(--brand-2)}
        .btn.grave,.btn.primary.grave,.btn.primary.grave:hover{border-color:var(--red-x);color:var(--red-t)}
        .btn.primary.grave,.btn.primary.grave:hover{background:var(--surface)}
        .btn[disabled],.btn[aria-disabled]{opacity:.65;cursor:default}
        .more-word{display:inline-flex;align-items:center;gap:var(--s1);min-height:2.75rem;cursor:pointer;
        color:var(--brand)}
        .chip{display:inline-flex;align-items:center;gap:.375em;min-height:1.5rem;padding:0 .5em;
        border-radius:var(--r1);
        background:var(--s);color:var(--t);--ground:var(--s);font-size:var(--f1);line-height:1.4;white-space:nowrap;
        border:1px solid transparent}
        .t-late .g,.t-moving .g{color:var(--x)}
        .prio{display:inline-flex;align-items:center;gap:.375em;min-height:1.5rem;padding:0 .5em;
        border-radius:var(--r1);
        font-size:var(--f1);line-height:1.4;white-space:nowrap;border:1px solid var(--line);color:var(--ink2);
        background:var(--surface)}
        .prio-1{background:var(--red-x);color:var(--on-x);border-color:var(--red-x);--ground:var(--red-x);
        font-weight:700}
        .prio-2{border:1.5px solid var(--amber-x);color:var(--amber-t);font-weight:700}
        .prio-3{border-color:var(--edge);color:var(--ink)}
        .tag{display:inline-flex;align-items:center;gap:var(--s2);min-height:2.75rem;padding:0 var(--s3);
        background:var(--brand-soft);color:var(--ink);border-radius:var(--r1);text-decoration:none}
        .caption{text-align:left;font-weight:700;padding-bottom:var(--s2)}
        table{width:100%;border-collapse:collapse;font-size:var(--f2);line-height:1.5}
        caption{text-align:left;font-weight:700;font-size:var(--f3);padding-bottom:var(--s2)}
        th,td{padding:.5625rem var(--s2);text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
        font-weight:400}
        thead th{color:var(--ink2);background:var(--sunken);font-weight:700;vertical-align:bottom;white-space:nowrap}
        thead th a{display:inline-flex;min-height:1.5rem;align-items:center}
        tfoot td,tfoot th{font-weight:700;border-top:2px solid var(--edge)}
        td.num,th.num{text-align:right;white-space:nowrap}
        th[scope="row"]{min-width:3em}
        .scroll,.list{position:relative}
        .scroll{overflow-x:auto}
        .list{background:var(--surface);border:1px solid var(--line);border-radius:var(--r2)}
        .list th,.list td{padding-left:var(--s3);padding-right:var(--s3)}
        .list caption{padding:var(--s3)}
        .list tbody tr:last-child>*{border-bottom:0}
        .row-link{display:inline-flex;align-items:center;min-width:2.75rem;min-height:2.75rem;margin:-.625rem 0;
        font-weight:700;white-space:nowrap}
        .list tr:hover>*{background:var(--bg)}
        .list thead tr:hover>*{background:var(--sunken)}
        @media screen and (max-width:63.9375rem){
        .cards table,.cards tbody,.cards caption{display:block}
        .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .cards.list{background:none;border:0}
        .cards caption{padding:0 0 var(--s2)}
        .cards tbody{display:grid;gap:var(--s3);grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr))}
        .cards tr{display:flex;flex-direction:column;gap:var(--s1);padding:var(--s3) var(--s4);
        background:var(--surface);
        border:1px solid var(--line);border-radius:var(--r2)}
        .cards tr.near{border:2px dashed var(--amber-x)}
        .cards tr.late{border:2px solid var(--red-x)}
        .cards th,.cards td{display:block;border:0;padding:0;font-size:var(--f2);text-align:left!important}
        .cards td:empty{display:none}
        .cards td[data-label]:not(.bare)::before{content:attr(data-label) " ";color:var(--ink3)}
        .cards .row-link{white-space:normal}
        .cards .title{font-size:var(--f3);font-weight:700}
        }
        @media(min-width:64rem){tr.late>:first-child{box-shadow:inset 3px 0 var(--red-x)}
        tr.near>:first-child{box-shadow:inset 3px 0 var(--amber-x)}}
        .tabs{display:flex;flex-wrap:wrap;border-bottom:1px solid var(--line)}
        .tabs a{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 var(--s4);color:var(--ink2);
        text-decoration:none;border-bottom:3px solid transparent}
        .tabs a[aria-current]{color:var(--ink);font-weight:700;border-bottom-color:var(--brand)}
        .filters{display:flex;flex-wrap:wrap;gap:var(--s3);align-items:flex-end}
        .filters .field{flex:1 1 9rem;max-width:20rem}
        .filters details{flex:1 1 100%}
        .field{display:flex;flex-direction:column;gap:var(--s1);min-width:0}
        .field>label,.field>legend,legend{font-weight:700;padding:0}
        .field .opt{font-weight:400;color:var(--ink3)}
        .control{width:100%;min-height:3rem;padding:var(--s2) var(--s3);border:1px solid var(--edge);
        border-radius:var(--r1);background:var(--surface);font-size:1rem;line-height:1.5}
        textarea.control{min-height:6rem;resize:vertical}
        select.control{appearance:none;-webkit-appearance:none;padding-right:2.25rem;background-repeat:no-repeat;
        background-position:right .75rem center;background-size:.75rem;background-image:linear-gradient(45deg,
        transparent 50%,var(--ink2) 50%),linear-gradient(135deg,var(--ink2) 50%,transparent 50%);
        background-position:right 1.125rem center,right .75rem center;background-size:.375rem .375rem}
        .control[aria-invalid="true"]{border:2px solid var(--red-x)}
        .with-unit{display:flex;align-items:center;gap:var(--s2)}
        .short{max-width:12rem}
        .error{color:var(--red-t);--ground:var(--bg);display:flex;gap:var(--s2);align-items:flex-start;font-weight:700}
        .card .error{--ground:var(--surface)}
        .error .g{margin-top:.3em}
        .choice{display:flex;align-items:flex-start;gap:var(--s3);min-height:2.75rem;padding:.5625rem 0;cursor:pointer}
        .choice input{width:1.375rem;height:1.375rem;flex:none;margin:.125rem 0 0;accent-color:var(--brand)}
        .choices{display:flex;flex-direction:column}
        .choices.across{flex-direction:row;flex-wrap:wrap;gap:0 var(--s5)}
        .shots{display:flex;flex-wrap:wrap;gap:var(--s3);list-style:none;margin:var(--s1) 0;padding:0}
        .shots:empty{display:none}
        .shot{display:flex;width:6rem;height:6rem;border:1px solid var(--edge);border-radius:var(--r1);overflow:hidden;
        background:var(--sunken)}
        .shot img{width:100%;height:100%;object-fit:cover}
        .shot.none{align-items:center;justify-content:center;text-align:center;padding:var(--s1);border-style:dashed;
        color:var(--ink2);font-size:.8125rem}
        .kept{position:relative;display:flex;flex-direction:column;gap:var(--s1);align-items:flex-start;max-width:9rem}
        .pick{display:flex;flex-direction:column;gap:var(--s1);max-width:100%}
        .pick input{max-width:100%;min-height:2.75rem}
        .live .pick{position:relative;justify-content:center;min-height:2.75rem;padding:var(--s2) var(--s4);
        border:1px solid var(--edge);border-radius:var(--r2);background:var(--surface);color:var(--brand)}
        .live .pick:focus-within{outline:3px solid var(--focus);outline-offset:2px}
        .live .pick input{position:absolute;top:0;left:0;width:100%;height:100%;opacity:0;cursor:pointer}
        .form{display:flex;flex-direction:column;gap:var(--s5);max-width:40em}
        .summary{border:2px solid var(--red-x);border-radius:var(--r2);padding:var(--s4);background:var(--surface)}
        .summary h2{margin-bottom:var(--s2)}
        .summary a{color:var(--red-t);display:inline-flex;min-height:1.75rem;align-items:center}
        .flash{display:flex;gap:var(--s2);padding:var(--s3) var(--s4);border:1px solid var(--x);border-radius:var(--r2);
        background:var(--s);color:var(--ink)}
        .flash .g{margin-top:.3em;color:var(--x);--ground:var(--s)}
        .note{padding:var(--s3) var(--s4);border-left:4px solid var(--edge);background:var(--sunken);
        border-radius:0 var(--r1) var(--r1) 0}
        .state{padding:var(--s5) var(--s4);text-align:center;color:var(--ink2);display:flex;flex-direction:column;
        align-items:center;gap:var(--s3);background:var(--surface);border:1px solid var(--line);border-radius:var(--r2)}
        .state.failed{border:2px solid var(--red-x)}
        .state.failed>.g{color:var(--red-x);font-size:1.5rem}
        .stale{border:1px dashed var(--edge)!important}
        .pager{display:flex;gap:var(--s2);flex-wrap:wrap}
        .facts{display:grid;grid-template-columns:minmax(5em,max-content) minmax(0,1fr);gap:var(--s1) var(--s4)}
        .facts dt{color:var(--ink3)}
        .sign{table-layout:fixed;background:var(--surface)}
        .sign th,.sign td{border:1px solid var(--edge)}
        .sign .box{height:15mm}
        .dotted>*:not(:last-child)::after{content:" · "}
        .doors>li+li{border-top:1px solid var(--line)}
        .doors a{display:flex;align-items:center;gap:var(--s3);min-height:3rem;padding:var(--s2) 0;color:var(--ink);
        text-decoration:none}
        .doors a>.door-words{flex:1;min-width:0}
        .doors a:hover .door-title{text-decoration:underline}
        .doors a>.g{transform:rotate(180deg);color:var(--ink3)}
        .door-words>*{display:block}
        .check-item{padding:var(--s4);background:var(--surface);border:1px solid var(--line);border-radius:var(--r2)}
        .check-item legend{float:left;width:100%;margin-bottom:var(--s2)}
        .check-item legend+*{clear:both}
        .fresh{background:var(--brand-soft)}
        [aria-busy="true"]{cursor:progress}
        del{color:var(--red-t)}
        ins{color:var(--green-t);text-decoration:none;font-weight:700}
        details>summary{cursor:pointer}
        details.fold>summary{min-height:2.75rem;display:inline-flex;align-items:center;gap:var(--s1);color:var(--brand);
        list-style:none}
        details.fold>summary::-webkit-details-marker{display:none}
        details.fold>summary::after{content:"";width:.4em;height:.4em;border:solid currentColor;
        border-width:0 2px 2px 0;
        transform:rotate(45deg);margin:-.2em 0 0 .3em}
        details.fold[open]>summary::after{transform:rotate(225deg);margin-top:.2em}

        """#
}
