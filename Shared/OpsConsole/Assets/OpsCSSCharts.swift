/// Clocks, tiles, grids, statements, print (console.md §4.1, components 5, 6, 13–20).
extension OpsCSS {
    static let charts = #"""
        .clock{display:flex;flex-direction:column;gap:var(--s1)}
        .clock-words{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 var(--s3)}
        .clock-words strong{display:inline-flex;gap:.375em;align-items:center}
        .clock.near strong{color:var(--amber-t)}
        .clock.late strong{color:var(--red-t)}
        .clock.met strong{color:var(--green-t)}
        .clock-bar{width:100%;height:.75rem}
        .clock-bar .ground{fill:var(--sunken)}
        .clock-bar .fill{fill:var(--x)}
        .clock-bar .tick{fill:var(--ink)}
        .clock-bar .gap,.clock-bar .stripe{fill:var(--surface)}
        .clock-bar .frame-line{fill:none;stroke:var(--edge);stroke-width:1;vector-effect:non-scaling-stroke}
        .clock.out .frame-line{stroke:var(--red-x);stroke-width:2}
        .timeline>li{display:grid;grid-template-columns:1.5rem minmax(0,1fr);gap:0 var(--s2);
        padding:var(--s2) 0 var(--s3);
        position:relative}
        .timeline>li::before{content:"";position:absolute;left:.75rem;top:2rem;bottom:-.375rem;
        border-left:1px solid var(--line)}
        .timeline>li:last-child::before{display:none}
        .timeline>li>.g{font-size:1.125rem;margin:.25rem .1875rem;color:var(--ink2);--ground:var(--surface)}
        .timeline .internal{background:var(--sunken);border-radius:var(--r2);padding:var(--s2) var(--s3)}
        .tiles{display:grid;gap:var(--s3);grid-template-columns:repeat(auto-fit,minmax(min(100%,9.25rem),1fr))}
        .tile{display:flex;flex-direction:column;gap:2px;padding:var(--s3) var(--s4);background:var(--surface);
        border:1px solid var(--line);border-radius:var(--r2);color:var(--ink);text-decoration:none;min-width:0}
        a.tile:hover{border-color:var(--edge);color:var(--ink)}
        .tile .label{color:var(--ink2);text-decoration:underline;text-decoration-color:var(--line);
        text-underline-offset:.25em}
        a.tile:hover .label{text-decoration-color:currentColor}
        .tile .unit{font-size:var(--f3);font-weight:400;color:var(--ink2);margin-left:.25em}
        .spark{width:100%;height:2rem;margin-top:auto}
        .spark .f{fill:var(--brand)}
        .spark path{fill:none;stroke:var(--brand);stroke-width:1.5;vector-effect:non-scaling-stroke}
        .spark .last{stroke:var(--ink);stroke-width:5;stroke-linecap:round}
        .bullet{width:100%;height:1rem;margin-top:auto}
        .bullet .band0{fill:var(--line)}
        .bullet .band1{fill:var(--sunken)}
        .bullet .fill{fill:var(--brand)}
        .bullet .tick{fill:var(--ink)}
        .nine{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:var(--s2)}
        .nine>li{display:flex}
        .nine .tile{flex:1;padding:var(--s2) var(--s3);gap:var(--s1);min-height:5.5rem}
        .nine .square{border-radius:0}
        .nine .near{border:2px dashed var(--amber-x)}
        .nine .late{border:2px solid var(--red-x)}
        .nine .major{border:4px double var(--red-x)}
        .nine .stale{background:var(--sunken)}
        .site-state{display:inline-flex;gap:.25em;align-items:center;font-size:var(--f1);line-height:1.4;
        color:var(--ink2)}
        .late .site-state,.major .site-state{color:var(--red-t);font-weight:700}
        .near .site-state{color:var(--amber-t);font-weight:700}
        .heat td{text-align:center;padding:0;border:1px solid var(--line)}
        .heat td>*{display:flex;white-space:nowrap;align-items:center;justify-content:center;min-width:2.75rem;min-height:2.75rem;
        padding:0 var(--s2);font-family:var(--num);font-variant-numeric:tabular-nums}
        .heat a{color:inherit}
        .heat .h0{background:var(--h0)}
        .heat .h1{background:var(--h1)}
        .heat .h2{background:var(--h2)}
        .heat .h3{background:var(--h3)}
        .heat .h4{background:var(--h4);color:var(--on-x)}
        .heat .h5{background:var(--h5);color:var(--on-x)}
        .halves{display:grid;gap:var(--s4);grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}
        .halves>*{min-width:0}
        @media screen and (max-width:29.9375rem){.halves .card{padding:var(--s2)}
        .halves .heat td>*{min-width:2.75rem;padding:0;white-space:normal;text-align:center;line-height:1.2}
        .halves .heat th{padding-left:2px;padding-right:var(--s1)}}
        .heat th{white-space:nowrap}
        .heat tbody th{position:sticky;left:0;background:var(--surface)}
        .heat thead th{text-align:center}
        .scroll>.wide{min-width:48rem}
        .heat .none{background:repeating-linear-gradient(135deg,var(--sunken) 0 4px,var(--surface) 4px 8px);
        color:var(--ink3)}
        .heat .unknown{color:var(--ink3);background:var(--sunken)}
        .rail{display:flex;flex-wrap:wrap;gap:var(--s1) 0}
        .rail li{display:flex;align-items:center;gap:.375em;color:var(--ink3);font-size:var(--f2)}
        .rail li+li::before{content:"";width:1.25rem;border-top:1.5px solid var(--edge);margin:0 var(--s2)}
        .rail li.past{color:var(--ink2)}
        .rail li[aria-current]{color:var(--ink);font-weight:700}
        .evidence td{background:var(--bg);padding-left:var(--s5)}
        .evidence ul>li{padding:var(--s2) 0;border-top:1px solid var(--line)}
        .evidence ul>li:first-child{border-top:0}
        .score-total{font-size:var(--f4)}
        .waterfall{display:grid;grid-template-columns:max-content minmax(4rem,1fr) max-content;gap:0 var(--s3);
        align-items:center;max-width:44rem;margin-bottom:var(--s2)}
        .waterfall svg{width:100%;height:2rem}
        @media(max-width:47.9375rem){.waterfall{grid-template-columns:minmax(0,1fr) max-content;grid-auto-flow:dense}
        .waterfall svg{grid-column:1/-1;height:1rem}}
        .waterfall .axis{fill:var(--edge)}
        .waterfall .sum{fill:var(--brand)}
        .waterfall .minus{fill:var(--red-x)}
        .waterfall .plus{fill:var(--ink3)}
        .formula{display:block;background:var(--sunken);border-radius:var(--r1);padding:var(--s2) var(--s3)}
        .statement td,.statement th[scope="row"]{font-size:var(--f3)}
        .statement small{display:block;color:var(--ink3);max-width:24em}
        .statement .formula{white-space:normal;text-align:left;font-size:var(--f2);max-width:24em;margin-left:auto}
        .statement summary{justify-content:flex-end}
        .check{display:flex;gap:var(--s2);align-items:center}
        .check.wrong{color:var(--red-t);font-weight:700;--ground:var(--surface)}
        @media(min-width:64rem){.timeline>li{padding-bottom:var(--s2)}}
        @media(forced-colors:active){
        .btn,.chip,.tile,.card,.flash,.tag,.control{border:1px solid ButtonText}
        .prio-1,.nine .late,.nine .major,.cards tr.late{border-width:3px}
        .bar a[aria-current],.side a[aria-current],.tabs a[aria-current]{border:2px solid Highlight}
        .clock-bar *,.bullet *,.waterfall rect{fill:CanvasText;forced-color-adjust:none}
        .clock-bar .ground,.clock-bar .gap,.clock-bar .stripe,.bullet .band0,.bullet .band1{fill:Canvas}
        .clock-bar .frame-line{fill:none;stroke:CanvasText}
        .spark path{stroke:CanvasText}
        .k{stroke:Canvas}
        }

        """#

    /// Read from five metres: at 1920 px figures of 60 px and labels of 30 px and more; nothing scrolls.
    static let wall = #"""
        .wall{font-size:clamp(20px,1.25vw,48px)}
        .wall .frame{display:block}
        .wall main{max-width:none;padding:var(--s3) var(--s5)}
        .wall .head.same h1{position:static;width:auto;height:auto;clip-path:none}
        .wall .head{display:flex;flex-direction:row;align-items:baseline;gap:var(--s5)}
        .wall .head-meta{font-size:1.25rem}
        .wall .spark{display:none}
        .wall .figure{font-size:2.6rem}
        .wall .label,.wall .site-state,.wall .tile .f1{font-size:1.25rem}
        .wall .tiles{grid-template-columns:repeat(4,minmax(0,1fr))}
        .wall-parts{display:grid;gap:var(--s4);grid-template-columns:3fr 2fr}
        .wall-parts th,.wall-parts td{font-size:1.25rem}
        .wall .skip{display:none}
        /* A desk or a phone that looks at the wall's page: the same parts, smaller; on a phone one below the other. */
        @media(max-width:89.9375rem){
        .wall{font-size:17px}
        .wall main{padding:var(--s3) var(--s4)}
        .wall .head{flex-wrap:wrap;gap:var(--s1) var(--s4)}
        .wall .nine .tile{min-height:8.5rem;justify-content:center}
        .wall-parts th,.wall-parts td{font-size:1.125rem}
        }
        @media(max-width:63.9375rem){
        .wall{font-size:16px}
        .wall .tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
        .wall .frame:not(.public) .head.same{display:flex}
        .wall .frame:not(.public) .head.same h1{position:static;width:auto;height:auto;clip-path:none}
        .wall-parts{grid-template-columns:minmax(0,1fr)}
        .wall .figure{font-size:1.5rem}
        .wall .label,.wall .site-state,.wall .tile .f1,.wall-parts th,.wall-parts td,.wall .head-meta{font-size:.875rem}
        .wall .nine .tile{min-height:0;padding:var(--s2) var(--s3)}
        }

        """#

    static let print = #"""
        @page{size:A4;margin:15mm 15mm 15mm 25mm;@bottom-center{content:"第" counter(page) "页 共" counter(pages) "页";font-size:9pt}}
        @media print{
        :root,[data-theme]{--surface:#fff;--bg:#fff;--sunken:#fff;--ink:#000;--ink2:#000;--ink3:#333;--line:#888;
        --edge:#333;--brand:#000}
        html{font:10.5pt/1.5 var(--song)}
        .top,.side,.bar,.acts,.skip,.filters,.pager,.tabs,.offline,.page-foot,.no-print{display:none!important}
        .frame{display:block}
        main{padding:0!important;max-width:none}
        .card,.list,.tile,.state{border:.5pt solid #888}
        .tile,.state{break-inside:avoid}
        .wide-only{display:revert!important}
        .scroll{overflow:visible!important}
        .scroll>.wide{min-width:0}
        table{width:100%}
        th,td{overflow-wrap:anywhere}
        a{color:inherit;text-decoration:none}
        th,td{border:.5pt solid #000;padding:1mm 2mm}
        thead{display:table-header-group}
        tr{break-inside:avoid}
        details>*{display:block!important}
        details::details-content{content-visibility:visible;block-size:auto}
        details>summary::before,details>summary::after{display:none!important}
        .sign{break-inside:avoid}
        .sign th{width:35mm}
        .chip,.prio{border:.5pt solid #000;background:none;color:#000;--ground:#fff}
        .letter{font:16pt/1.75 var(--fang)}
        .letter h1{font-size:22pt;text-align:center}
        }

        """#
}
