package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {

  private static final String AVX512 = "avx2 avx512f avx512bw avx512vl avx512dq ";

  private static Processor of(String flags, Map<String, String> environment) {
    String cpuInfo = "processor\t: 0\nflags\t\t: fpu " + flags + "\n\nprocessor\t: 1\n";
    return Processor.of(
        new Machine(property -> null, file -> Optional.of(cpuInfo), directory -> 0),
        environment::get);
  }

  @ParameterizedTest
  @CsvSource({
    "fpu sse4_2 avx, false, false, false",
    "avx2, true, false, false",
    "avx2 avx_vnni, true, true, false",
    "avx2 avx512f avx512bw avx512vl avx512dq, true, false, false",
    "avx2 avx512f avx512bw avx512vl avx512dq avx512_vnni, true, true, false",
    "avx2 avx512f avx512bw avx512vl avx512dq avx512_vnni avx512_bf16, true, true, true",
    "avx2 avx512_vnni avx512_bf16, true, false, false"
  })
  void flags_determineTheInstructions(String flags, boolean avx2, boolean vnni, boolean bfloat16) {
    Processor processor = of(flags, Map.of());

    assertEquals(avx2, processor.hasAvx2());
    assertEquals(vnni, processor.hasVnni());
    assertEquals(bfloat16, processor.hasBfloat16());
  }

  @ParameterizedTest
  @CsvSource({
    "ALL, true, true, true",
    "default, true, true, true",
    "AVX, false, false, false",
    "AVX2, true, false, false",
    "AVX2_VNNI, true, true, false",
    "avx512_core, true, false, false",
    "AVX512_CORE_VNNI, true, true, false",
    "AVX512_CORE_BF16, true, true, true",
    "AVX512_CORE_AMX, true, true, true",
    "a later one, false, false, false"
  })
  void environmentLimit_isRespected(String limit, boolean avx2, boolean vnni, boolean bfloat16) {
    String all = AVX512 + "avx_vnni avx512_vnni avx512_bf16 amx_int8";
    for (String name : new String[] {"ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"}) {
      Processor processor = of(all, Map.of(name, limit));

      assertEquals(avx2, processor.hasAvx2());
      assertEquals(vnni, processor.hasVnni());
      assertEquals(bfloat16, processor.hasBfloat16());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AuthenticAMD, avx512_bf16, true",
    "GenuineIntel, avx512_bf16, false",
    "GenuineIntel, avx512_bf16 amx_tile amx_int8 amx_bf16, true",
    "AuthenticAMD, avx512_vnni, false",
  })
  void fastBfloat16_dependsOnTheVendor(String maker, String flags, boolean isFast) {
    String cpuInfo = "vendor_id\t: " + maker + "\nflags\t\t: " + AVX512 + flags + "\n";
    Processor processor =
        Processor.of(
            new Machine(property -> null, file -> Optional.of(cpuInfo), directory -> 0),
            name -> null);

    assertEquals(isFast, processor.hasFastBfloat16());
  }

  /** A limit cannot give a processor instructions that it lacks. */
  @Test
  void limitAboveTheProcessor_addsNothing() {
    Processor processor = of(AVX512 + "avx512_vnni", Map.of("ONEDNN_MAX_CPU_ISA", "AVX2_VNNI"));

    assertFalse(processor.hasVnni());
    assertTrue(processor.hasAvx2());
  }

  @Test
  void systemWithoutFlags_hasNothing() {
    Processor processor =
        Processor.of(
            new Machine(property -> null, file -> Optional.empty(), directory -> 0), name -> null);

    assertFalse(processor.hasAvx2() || processor.hasVnni() || processor.hasBfloat16());
    assertEquals("an unknown processor", processor.toString());
  }

  @ParameterizedTest
  @CsvSource({"true, true, false", "true, false, true", "false, false, false"})
  void cachesAreHidden_ifLinuxListsProcessorsWithoutCaches(
      boolean listsProcessors, boolean listsCaches, boolean hidesCaches) {
    Machine machine =
        new Machine(
            property -> null,
            file ->
                Optional.of("0\n")
                    .filter(
                        text ->
                            file.toString().endsWith("/topology/core_id") && listsProcessors
                                || file.toString().endsWith("/cache/index0/size") && listsCaches),
            directory -> 0);

    assertEquals(hidesCaches, Processor.of(machine, name -> null).hidesCaches());
  }
}
