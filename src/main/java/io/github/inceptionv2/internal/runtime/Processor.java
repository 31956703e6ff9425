package io.github.inceptionv2.internal.runtime;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The instructions that oneDNN can use on a processor. Linux lists them. On other systems, none are
 * assumed, because a missing instruction terminates the process.
 *
 * @param flags the flags of the processor and its vendor, as in {@code /proc/cpuinfo}
 * @param limit the instruction set to which the environment limits oneDNN; empty for no limit
 * @param hidesCaches true if Linux cannot determine the sizes of the processor's caches
 */
public record Processor(Set<String> flags, Optional<String> limit, boolean hidesCaches) {

  private static final String INTEL = "GenuineIntel";
  private static final String AMD = "AuthenticAMD";
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path CORE = Path.of("/sys/devices/system/cpu/cpu0/topology/core_id");
  private static final Path CACHE_SIZE = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

  /** The environment variables that limit oneDNN, in order of precedence. */
  private static final List<String> LIMITS = List.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

  // The limits that allow each kind of instruction. Names that only a later oneDNN may know are not
  // listed, so they allow nothing.
  private static final Set<String> WITH_AMX = Set.of("AVX512_CORE_AMX", "AVX512_CORE_AMX_FP16");
  private static final Set<String> WITH_FLOAT16 = with(WITH_AMX, "AVX512_CORE_FP16");
  private static final Set<String> WITH_BFLOAT16 = with(WITH_FLOAT16, "AVX512_CORE_BF16");
  private static final Set<String> WITH_AVX512_VNNI = with(WITH_BFLOAT16, "AVX512_CORE_VNNI");
  private static final Set<String> WITH_AVX_VNNI = with(WITH_FLOAT16, "AVX2_VNNI", "AVX2_VNNI_2");
  private static final Set<String> WITH_AVX2 =
      with(with(WITH_AVX512_VNNI, "AVX2_VNNI", "AVX2_VNNI_2"), "AVX2", "AVX512_CORE");

  private static Set<String> with(Collection<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.toSet());
  }

  public Processor {
    flags = Set.copyOf(flags);
  }

  /** Returns the processor of this machine under the limits of this environment. */
  public static Processor here() {
    return of(Machine.here(), System::getenv);
  }

  static Processor of(Machine machine, UnaryOperator<String> environment) {
    return new Processor(
        machine.text().apply(CPU_INFO).map(Processor::flags).orElse(Set.of()),
        LIMITS.stream()
            .map(environment)
            .filter(value -> value != null && !value.isBlank())
            .findFirst()
            .map(value -> value.strip().toUpperCase(Locale.ROOT))
            .filter(value -> !value.equals("ALL") && !value.equals("DEFAULT")),
        machine.text().apply(CORE).isPresent() && machine.text().apply(CACHE_SIZE).isEmpty());
  }

  /**
   * Returns the flags and the vendor of the first processor, which represents all processors:
   * threads may run on any of them.
   */
  private static Set<String> flags(String cpuInfo) {
    return Stream.of("flags", "vendor_id")
        .flatMap(name -> cpuInfo.lines().filter(line -> line.startsWith(name)).limit(1))
        .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
        .collect(Collectors.toUnmodifiableSet()); // a name may occur twice
  }

  /** Returns true if oneDNN can add products of bytes in 32 bits. */
  public boolean hasVnni() {
    return flags.contains("avx512_vnni") && hasAvx512() && allows(WITH_AVX512_VNNI)
        || flags.contains("avx_vnni") && allows(WITH_AVX_VNNI);
  }

  /** Returns true if oneDNN can add products of bytes in at least 16 bits. */
  public boolean hasAvx2() {
    return flags.contains("avx2") && allows(WITH_AVX2);
  }

  /** Returns true if oneDNN can use instructions for products of bfloat16. */
  public boolean hasBfloat16() {
    return flags.contains("avx512_bf16") && hasAvx512() && allows(WITH_BFLOAT16);
  }

  /**
   * Returns true if products of bfloat16 are correct, and faster than products of floats. On
   * Intel's processors without AMX, oneDNN took 1.5 times as long for a network in bfloat16 as in
   * float32; on AMD's processors, half as long, but with wrong results if {@link
   * #hidesCachesFromOneDnn}.
   */
  public boolean hasFastBfloat16() {
    return hasBfloat16() && (hasAmx() || !flags.contains(INTEL)) && !hidesCachesFromOneDnn();
  }

  /**
   * Returns true if oneDNN does not know the sizes of the caches: some hypervisors hide those of
   * AMD's processors (CPUID leaf 0x8000001D is zero). oneDNN 3.5 then assumes one byte (Xbyak's
   * {@code setCacheHierarchy}) and computes one row of outputs at a time. In float32, this takes
   * twice as long; in bfloat16, the results are wrong. On Intel's processors, it assumes usual
   * sizes instead. Later versions may do so on all processors: measure again with each of them.
   */
  public boolean hidesCachesFromOneDnn() {
    return hidesCaches && flags.contains(AMD);
  }

  /** Returns true if oneDNN can use instructions for matrix products of bytes and of bfloat16. */
  public boolean hasAmx() {
    return flags.containsAll(Set.of("amx_tile", "amx_int8", "amx_bf16"))
        && hasBfloat16()
        && allows(WITH_AMX);
  }

  private boolean hasAvx512() {
    return flags.containsAll(Set.of("avx512f", "avx512bw", "avx512vl", "avx512dq"));
  }

  private boolean allows(Set<String> instructions) {
    return limit.isEmpty() || instructions.contains(limit.get());
  }

  /** Returns a description for messages. */
  @Override
  public String toString() {
    return (flags.isEmpty() ? "an unknown processor" : "this processor")
        + limit.map(name -> " with ONEDNN_MAX_CPU_ISA=" + name).orElse("");
  }
}
