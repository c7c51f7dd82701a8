/**
 * The platform that a native library was made for, as VS Code names it, from the library's own header.
 *
 * Sources: ELF-64 object file format (e_machine); Apple's mach-o/loader.h and mach/machine.h; Microsoft's PE format.
 */
export function platformOfBinary(binary: Buffer): string {
  if (binary.readUInt32BE(0) === 0x7f_45_4c_46) {
    const system = binary.includes("libc.musl-") ? "alpine" : "linux";
    return `${system}-${processor(binary.readUInt16LE(18), { x64: 62, arm64: 183 })}`;
  }
  if (binary.readUInt32LE(0) === 0xfe_ed_fa_cf) {
    return `darwin-${processor(binary.readUInt32LE(4), { x64: 0x01_00_00_07, arm64: 0x01_00_00_0c })}`;
  }
  if (binary.toString("latin1", 0, 2) === "MZ") {
    const header = binary.readUInt32LE(0x3c);
    return `win32-${processor(binary.readUInt16LE(header + 4), { x64: 0x86_64, arm64: 0xaa_64 })}`;
  }
  return "not a native library";
}

function processor(machine: number, codes: Readonly<Record<string, number>>): string {
  const found = Object.entries(codes).find(([, code]) => code === machine);
  return found?.[0] ?? `machine ${machine}`;
}
