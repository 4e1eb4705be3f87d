import Foundation
import OpsServer

/// What console.md §6 and §7 ask of every page, measured in the browser: findings as sentences, none where all is well.
struct PageAudit: Sendable {
    let browser: WebDriver
    /// The source of axe-core, where somebody has given it: `AXE_JS` names the file.
    let axe: String?

    static func source() throws -> String? {
        try ProcessInfo.processInfo.environment["AXE_JS"].map { try String(contentsOfFile: $0, encoding: .utf8) }
    }

    private struct Violation: Decodable {
        var id: String
        var impact: String
        var targets: [String]
    }

    /// Serious and critical findings of axe-core on the page as it stands.
    func violations() async throws -> [String] {
        guard let axe else { return [] }
        let found: [Violation] = try await browser.execute(
            axe + """
                ;return axe.run(document,{resultTypes:['violations']}).then(r=>r.violations
                .filter(v=>v.impact==='serious'||v.impact==='critical')
                .map(v=>({id:v.id,impact:v.impact,targets:v.nodes.slice(0,4).map(n=>n.target.join(' ')+' '
                +(n.any[0]||n.all[0]||n.none[0]||{message:''}).message)})))
                """)
        return found.map { "axe \($0.id) (\($0.impact)): \($0.targets.joined(separator: " | "))" }
    }

    /// Weight, size, requests: HTML ≤ 30 KB in gzip, ≤ 1500 elements, nothing from another host.
    func budget() async throws -> [String] {
        try await browser.execute(
            """
            return (async()=>{const out=[],n=document.querySelectorAll('*').length;
            if(n>1500)out.push(n+' elements');
            performance.getEntriesByType('resource').map(e=>e.name).filter(u=>!u.startsWith(location.origin+'/'))
              .forEach(u=>out.push('asked another host: '+u));
            const html=await (await fetch(location.href,{headers:{Accept:'text/html'}})).text();
            const zipped=new Blob([html]).stream().pipeThrough(new CompressionStream('gzip'));
            const bytes=(await new Response(zipped).arrayBuffer()).byteLength;
            if(bytes>30720)out.push(bytes+' bytes of HTML in gzip');
            if(/ style=|<style|javascript:| on[a-z]+="/.test(html))out.push('style or script in the HTML');
            return out})()
            """)
    }

    /// Read from five metres, so nothing may lie below the edge of the screen.
    func wall() async throws -> [String] {
        try await browser.execute(
            """
            const e=document.documentElement,out=[];
            if(e.scrollHeight>innerHeight)out.push('scrolls: '+e.scrollHeight+' > '+innerHeight);
            const small=[...document.querySelectorAll('.figure')].map(x=>parseFloat(getComputedStyle(x).fontSize))
              .filter(x=>x<60);
            if(small.length)out.push('figures of '+small[0]+' px');
            return out
            """)
    }

    /// No sideways scroll, and nothing that holds text is cut.
    func fit() async throws -> [String] {
        try await browser.execute(
            """
            const out=[],e=document.documentElement;
            const path=x=>x.tagName.toLowerCase()+(typeof x.className==='string'&&x.className?'.'+x.className.trim()
              .split(/\\s+/).join('.'):'')+' “'+x.textContent.trim().slice(0,20)+'”';
            if(e.scrollWidth>e.clientWidth){out.push('scrolls sideways: '+e.scrollWidth+' > '+e.clientWidth);
              [...document.querySelectorAll('main *')].filter(x=>x.getBoundingClientRect().right>e.clientWidth+1)
                .slice(0,3).forEach(x=>out.push('sticks out: '+path(x)))}
            for(const x of document.querySelectorAll('main *,nav *')){
              const s=getComputedStyle(x);
              if(s.overflowX==='visible'||s.overflowX==='auto'||s.overflowX==='scroll'||x.closest('svg')
                ||x.clientWidth<=1||s.clipPath!=='none'||/^(INPUT|TEXTAREA|SELECT)$/.test(x.tagName))continue;
              if(x.scrollWidth>x.clientWidth+1||x.scrollHeight>x.clientHeight+1)out.push('cut: '+path(x))}
            return out
            """)
    }

    /// Everything that can be pressed is 44 px high and wide; a link within a text as high as its line, at least 24 px.
    func targets() async throws -> [String] {
        try await browser.execute(
            """
            const out=[];
            for(const x of document.querySelectorAll('a[href],button,input,select,textarea,summary')){
              if(x.type==='hidden'||x.matches('.skip')||!x.getClientRects().length)continue;
              const s=getComputedStyle(x);if(s.visibility==='hidden')continue;
              const label=x.labels&&x.labels[0]&&/radio|checkbox/.test(x.type)?x.labels[0]:x;
              let r=label.getBoundingClientRect(),least=44,h=r.height,w=r.width;
              if(x.tagName==='A'&&s.display==='inline'){least=24;w=44;
                h=Math.max(h,parseFloat(getComputedStyle(x.parentElement).lineHeight)||0)}
              if(h<least-.5||w<least-.5)out.push('target '+Math.round(w)+'×'+Math.round(h)+': '+x.tagName.toLowerCase()
                +'.'+x.className+' “'+(x.textContent.trim()||x.name||'').slice(0,20)+'”')}
            return out.slice(0,8)
            """)
    }

    /// The words of the page: Chinese, and nothing a program says to itself.
    func words() async throws -> [String] {
        let shown: String = try await browser.execute("return document.body.innerText")
        let plain = ["error", "not found", "forbidden", "invalid", "undefined", "nil", "optional(", "null", "nan"]
        let said = shown.lowercased().split { !$0.isLetter && $0 != "(" }.map(String.init)
        var out = plain.filter { said.contains($0) }.map { "says \($0)" }
        let title: String = try await browser.execute("return document.title")
        if !title.hasSuffix("站区运维") { out.append("title \(title)") }
        let complaints = try await browser.complaints()
        return out + complaints
    }
}

extension WebDriver {
    /// A window of this size in this theme; a page that is open is laid out anew.
    func show(width: Int, height: Int, scale: Double = 1, dark: Bool) async throws {
        try await command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 640])
        try await command(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"],
                    ["name": "prefers-reduced-motion", "value": "reduce"],
                ]
            ])
    }
}
