package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.OneDnn;
import io.github.inceptionv2.internal.runtime.Processor;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class KernelTrialTest {

  private static final SessionConfig CPU = SessionConfig.DEFAULT.onCpu();
  private static final List<Kernels> BOTH = List.of(Kernels.ONEDNN, Kernels.FUSED);

  /** The first choice passes its check. */
  @Test
  void x86_64_runsTheFastestKernelsUnlessTheEnvironmentForbidsThem() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "oneDNN is built for x86_64 only");
    assumeTrue(System.getenv("TF_ENABLE_ONEDNN_OPTS") == null, "the environment decides");

    assertEquals(KernelChoice.candidates(Processor.here(), true).get(0), KernelChoice.of(CPU));
  }

  @Test
  void kernelsOfThisTensorFlow_computeCorrectly() {
    assertEquals(Optional.empty(), KernelTrial.of(Kernels.FUSED, CPU));
    assertEquals(Optional.empty(), KernelTrial.of(Kernels.EIGEN, CPU));
    assumeTrue(OneDnn.isUsable());
    assertEquals(Optional.empty(), KernelTrial.of(Kernels.ONEDNN, CPU));
  }

  @Test
  void smallerNumbers_computeCorrectlyIfTheProcessorHasThem() {
    assumeTrue(OneDnn.isUsable());
    for (NumberType type : List.of(NumberType.INT8, NumberType.BFLOAT16)) {
      Optional<Kernels> kernels = KernelChoice.candidate(type, Processor.here());
      kernels.ifPresent(one -> assertEquals(Optional.empty(), KernelTrial.of(one, CPU)));
    }
  }

  /** Weights of seven bits must work with VNNI, too. */
  @Test
  void weightsOfSevenBits_computeCorrectly() {
    assumeTrue(OneDnn.isUsable() && Processor.here().hasAvx2());
    assertEquals(Optional.empty(), KernelTrial.of(Kernels.ONEDNN_INT7, CPU));
  }

  /** The trial detects products that overflow 16 bits; cap the instructions to run this test. */
  @Test
  void weightsOfEightBits_areAFaultWithoutVnni() {
    Processor processor = Processor.here();
    assumeTrue(OneDnn.isUsable() && processor.hasAvx2() && !processor.hasVnni());

    String fault = KernelTrial.of(Kernels.ONEDNN_INT8, CPU).orElseThrow();
    assertTrue(fault.contains("of a small network differs from the correct result by"), fault);
  }

  /** A kernel that interprets ranges differently would be off by more than a step. */
  @Test
  void rangeOffByAHundredth_isAFault() {
    assumeTrue(OneDnn.isUsable() && Processor.here().hasAvx2());
    for (Kernels kernels : List.of(Kernels.ONEDNN_INT7, Kernels.ONEDNN_INT8)) {
      if (kernels == Kernels.ONEDNN_INT7 || Processor.here().hasVnni()) {
        assertTrue(faultOfQuantized(1.01f, kernels).isPresent(), "" + kernels);
        assertEquals(Optional.empty(), faultOfQuantized(1, kernels));
      }
    }
  }

  @Test
  void flagsOfTheProcessor_determineTheKernels() {
    Set<String> avx512 = Set.of("avx2", "avx512f", "avx512bw", "avx512vl", "avx512dq");
    Processor plain = new Processor(Set.of("sse4_2"), Optional.empty(), false);
    Processor avx2 = new Processor(avx512, Optional.empty(), false);
    Processor vnni = new Processor(Set.of("avx2", "avx_vnni"), Optional.empty(), false);

    assertEquals(Optional.empty(), KernelChoice.candidate(NumberType.INT8, plain));
    assertEquals(Optional.of(Kernels.ONEDNN_INT7), KernelChoice.candidate(NumberType.INT8, avx2));
    assertEquals(Optional.of(Kernels.ONEDNN_INT8), KernelChoice.candidate(NumberType.INT8, vnni));
    assertEquals(Optional.empty(), KernelChoice.candidate(NumberType.BFLOAT16, vnni));
    Set<String> flags = new HashSet<>(avx512);
    flags.addAll(Set.of("avx512_vnni", "avx512_bf16", "amx_tile", "amx_int8", "amx_bf16"));
    Processor amx = new Processor(flags, Optional.empty(), false);
    assertEquals(
        Optional.of(Kernels.ONEDNN_INT8_AMX), KernelChoice.candidate(NumberType.INT8, amx));
    Processor capped = new Processor(flags, Optional.of("AVX512_CORE_BF16"), false);
    assertEquals(Optional.of(Kernels.ONEDNN_INT8), KernelChoice.candidate(NumberType.INT8, capped));
  }

  @Test
  void hiddenCachesOfAmd_makeEigenTheFirstChoice() {
    List<Kernels> oneDnnFirst = List.of(Kernels.ONEDNN, Kernels.FUSED);
    List<Kernels> eigenFirst = List.of(Kernels.EIGEN, Kernels.ONEDNN, Kernels.FUSED);
    for (String vendor : List.of("AuthenticAMD", "GenuineIntel")) {
      for (boolean hidesCaches : List.of(true, false)) {
        Processor processor = new Processor(Set.of("avx2", vendor), Optional.empty(), hidesCaches);
        boolean isSlow = vendor.equals("AuthenticAMD") && hidesCaches;
        assertEquals(
            isSlow ? eigenFirst : oneDnnFirst,
            KernelChoice.candidates(processor, true),
            processor.flags() + ", " + hidesCaches);
        assertEquals(List.of(Kernels.FUSED), KernelChoice.candidates(processor, false));
      }
    }
  }

  @Test
  void hiddenCachesOfAmd_ruleOutBfloat16() {
    Set<String> flags =
        Set.of("AuthenticAMD", "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_bf16");
    assertEquals(
        Optional.of(Kernels.ONEDNN_BFLOAT16),
        KernelChoice.candidate(NumberType.BFLOAT16, new Processor(flags, Optional.empty(), false)));
    Processor hidden = new Processor(flags, Optional.empty(), true);
    assertEquals(Optional.empty(), KernelChoice.candidate(NumberType.BFLOAT16, hidden));
    String message = KernelChoice.obstacle(NumberType.BFLOAT16, hidden);
    assertTrue(message.contains("caches"), message);
    Processor older = new Processor(Set.of("AuthenticAMD", "avx2"), Optional.empty(), true);
    message = KernelChoice.obstacle(NumberType.BFLOAT16, older);
    assertTrue(message.contains("needs AVX-512 BF16"), message);
  }

  /** Compares oneDNN with itself where TensorFlow uses oneDNN on its own. */
  @Test
  void trainingInOneDnn_hasTheGradientsOfPlainOperations() {
    assumeTrue(OneDnn.isUsable());
    assertEquals(Optional.empty(), KernelTrial.ofTraining(CPU));
    assertTrue(KernelChoice.namesOneDnn(CPU));
  }

  @Test
  void wrongGradient_isAFault() {
    KernelTrial right = KernelTrial.training();
    GraphDef.Builder graph = right.graph().toBuilder();
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals("FusedBatchNormGradV3"))
        .forEach(node -> node.putAttr("epsilon", AttrValue.newBuilder().setF(0.01f).build()));
    KernelTrial wrong = new KernelTrial(right.network(), graph.build(), right.fetches(), 127);

    String fault = KernelTrial.compare(wrong, right, CPU).orElseThrow();
    assertTrue(fault.contains("gradients"), fault);
  }

  @Test
  void unknownOperation_isAFault() {
    String fault = faultOf(node -> node.setOp("_RenamedConv2D"));

    assertTrue(fault.contains("rejected") && fault.contains("_RenamedConv2D"), fault);
  }

  /** Another version may use the same name for something else. */
  @Test
  void operationThatComputesSomethingElse_isAFault() {
    String fault =
        faultOf(
            node -> {
              var fused = node.getAttrOrThrow("fused_ops").toBuilder();
              ByteString bias = fused.getList().getS(0);
              fused.getListBuilder().clearS().addS(bias);
              node.putAttr("fused_ops", fused.build());
            });

    assertTrue(fault.contains("of a small network differs from the correct result by"), fault);
  }

  private static Optional<String> faultOfQuantized(float factor, Kernels kernels) {
    return KernelTrial.compare(
        KernelTrial.quantized(NetworkBuilder.buildQuantizedTrial(4 * factor, kernels), 63),
        KernelTrial.quantized(NetworkBuilder.buildRoundedTrial(4, kernels), 63),
        KernelTrial.QUANTIZED_TOLERANCE,
        CPU);
  }

  private static String faultOf(Consumer<NodeDef.Builder> change) {
    NetworkGraph network = NetworkBuilder.buildTrial(Kernels.FUSED);
    GraphDef.Builder graph = network.graph().toBuilder();
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals("_FusedConv2D"))
        .forEach(change);
    NetworkGraph changed =
        new NetworkGraph(
            graph.build(),
            network.form(),
            network.classes(),
            network.variables(),
            network.images(),
            network.batchNormMomentum(),
            network.keepProbability(),
            network.dropoutNoise(),
            network.featureVector(),
            network.logits(),
            network.endpoints(),
            network.updates(),
            network.regularizationLosses());
    return KernelTrial.compare(
            KernelTrial.inference(changed),
            KernelTrial.inference(NetworkBuilder.buildTrial(Kernels.SEPARATE)),
            CPU)
        .orElseThrow();
  }

  @Test
  void firstKernelsWithoutAFault_areChosen() {
    List<Kernels> chosen = new ArrayList<>();
    Map<Kernels, Optional<String>> tried = new HashMap<>();
    tried.put(Kernels.ONEDNN, Optional.empty());
    chosen.add(KernelChoice.firstRight(BOTH, tried, CPU));
    tried.put(Kernels.ONEDNN, Optional.of("this is a test"));
    chosen.add(KernelChoice.firstRight(BOTH, tried, CPU));
    assertFalse(tried.get(Kernels.FUSED).isPresent(), "tried only now");
    tried.put(Kernels.FUSED, Optional.of("this is a test"));
    chosen.add(KernelChoice.firstRight(BOTH, tried, CPU));

    assertEquals(List.of(Kernels.ONEDNN, Kernels.FUSED, Kernels.SEPARATE), chosen);
  }
}
