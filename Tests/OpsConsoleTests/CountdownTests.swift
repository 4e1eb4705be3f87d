import Foundation
import OpsConsole
import Testing

/// The countdown as the browser's script runs it, in Node with the little of a page that it touches.
struct CountdownTests {
    /// - Returns: what the element shows when the page is ready, on a device whose clock shows `device` (ms).
    private func shown(left: Int, at: Int64, device: Int64) throws -> String {
        let script = """
            const e={dataset:{left:"\(left)",at:"\(at)",name:"受理"},textContent:"",closest:()=>null};
            Date.now=()=>\(device);
            globalThis.document={readyState:"complete",hidden:false,body:{dataset:{}},addEventListener(){},
              querySelector:()=>null,querySelectorAll:s=>s==="[data-left]"?[e]:[]};
            globalThis.window=globalThis;globalThis.addEventListener=()=>{};globalThis.setInterval=()=>0;
            globalThis.localStorage={getItem:()=>null,setItem(){},removeItem(){}};
            \(String(decoding: ConsoleAssets.js.bytes, as: UTF8.self))
            process.stdout.write(e.textContent);
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["node", "-"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(script.utf8))
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: said, as: UTF8.self)
    }

    @Test(arguments: [0, -86_400_000, 3_600_000, 20_000_000_000] as [Int64])
    func `a device with a wrong clock counts from what the server said`(_ skew: Int64) throws {
        let at: Int64 = 1_776_220_800_000
        #expect(try shown(left: 540, at: at, device: at + skew) == "受理剩 9分00秒")
        #expect(try shown(left: -61, at: at, device: at + skew) == "受理超时 2分钟")
    }
}
