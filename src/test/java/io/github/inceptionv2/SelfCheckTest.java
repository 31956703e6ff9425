package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.SelfCheck.Deviation;
import io.github.inceptionv2.SelfCheck.Verdict;
import io.github.inceptionv2.internal.weights.ChangedWeights;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class SelfCheckTest {

  private static final Path FLOWERS = Path.of("models", "flowers");

  @TempDir Path directory;

  @Test
  void flowers_areKnownAndRight() throws Exception {
    SelfCheck check = check(ModelSource.directory(FLOWERS));

    assertEquals(Verdict.RIGHT, check.verdict());
    assertEquals(Optional.of("flowers"), check.reference());
    assertRight(check.logits(), 1.0, 3.0);
    assertRight(check.features(), 0.01, 3.0);
    assertTrue(check.device().contains("CPU"), check.device());
    assertTrue(check.tensorFlowVersion().startsWith("2."), check.tensorFlowVersion());
  }

  @Test
  void untrained_areKnownAndRight() throws Exception {
    SelfCheck check = check(ModelSource.untrained());

    assertEquals(Verdict.RIGHT, check.verdict());
    assertEquals(Optional.of("untrained reference weights"), check.reference());
    assertRight(check.logits(), 5, 9);
  }

  /** Int8 and bfloat16 must give the same numbers, within wider tolerances. */
  @Test
  void otherPrecision_isJudgedByItsOwnTolerance() throws Exception {
    for (Precision precision : List.of(Precision.INT8, Precision.BFLOAT16)) {
      RuntimeOptions options = RuntimeOptions.builder().precision(precision).build();
      try (InceptionV2 model =
          InceptionV2.builder(ModelSource.directory(FLOWERS)).runtime(options).load()) {
        assumeTrue(model.runtimeReport().precision() == precision, "not on this processor");
        SelfCheck check = model.selfCheck();

        assertEquals(Verdict.RIGHT, check.verdict(), check.toString());
        Deviation logits = check.logits().orElseThrow();
        assertTrue(logits.error() > 1e-4 * logits.standardDeviation(), "is this float32?");
      }
    }
  }

  /** A tolerance must not be so wide that it accepts any numbers. */
  @Test
  void tolerances_rejectUnrelatedNumbers() {
    assertEquals(1e-4, PrecisionTolerance.of(Precision.FLOAT32));
    assertEquals(0.09, PrecisionTolerance.of(Precision.BFLOAT16), 0.01);
    assertEquals(1.4, PrecisionTolerance.of(Precision.INT8), 0.1);
  }

  /** A single changed value makes the weights unknown. */
  @Test
  void changedWeights_areUnknown_butComputedCorrectly() throws Exception {
    Path module = ChangedWeights.module(FLOWERS, directory.resolve("changed"));
    SelfCheck check = check(ModelSource.directory(module));

    assertEquals(Verdict.CONSISTENT, check.verdict());
    assertEquals(Optional.empty(), check.reference());
    assertRight(check.logits(), 0.1, 9);
    assertRight(check.features(), 0.01, 9);
  }

  /** Version 1 of Hub's modules accepts a single size, which need not be square. */
  @Test
  void moduleOfOneSize_isCheckedAtThatSize() throws Exception {
    Path module = Fixtures.copy(FLOWERS, directory.resolve("module"));
    Path file = module.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    saved.getMetaGraphsBuilderList().forEach(SelfCheckTest::fixSize);
    Files.write(file, saved.build().toByteArray());

    assertEquals(Verdict.CONSISTENT, check(ModelSource.directory(module)).verdict());
  }

  private static void fixSize(MetaGraphDef.Builder graph) {
    for (Map.Entry<String, SignatureDef> signature : graph.getSignatureDefMap().entrySet()) {
      SignatureDef.Builder fixed = signature.getValue().toBuilder();
      for (Map.Entry<String, TensorInfo> input : signature.getValue().getInputsMap().entrySet()) {
        TensorInfo.Builder images = input.getValue().toBuilder();
        if (images.getTensorShape().getDimCount() == 4) {
          images.getTensorShapeBuilder().getDimBuilder(1).setSize(96);
          images.getTensorShapeBuilder().getDimBuilder(2).setSize(64);
          fixed.putInputs(input.getKey(), images.build());
        }
      }
      graph.putSignatureDef(signature.getKey(), fixed.build());
    }
  }

  /** A trusted module may compute anything; the check does not trust it. */
  @Test
  void graphThatComputesSomethingElse_isWrong() throws Exception {
    Path module = Fixtures.copy(FLOWERS, directory.resolve("module"));
    Path file = module.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    for (NodeDef.Builder node :
        saved.getMetaGraphsBuilder(0).getGraphDefBuilder().getNodeBuilderList()) {
      if (node.getOp().startsWith("FusedBatchNorm")) {
        node.putAttr("epsilon", AttrValue.newBuilder().setF(0.0011f).build());
      }
    }
    Files.write(file, saved.build().toByteArray());
    SelfCheck check = check(ModelSource.directory(module).trusted());

    assertEquals(Verdict.WRONG, check.verdict());
    assertTrue(check.problem().orElseThrow().startsWith("logits are off by"));
    assertTrue(!check.passed());
  }

  @Test
  void numbersThatDifferByRounding_areSteady() {
    float[] once = {1, 2, 4};

    assertTrue(SelfChecker.isSteady(once, new float[] {1, Math.nextUp(2f), 4}, 1e-4));
    assertTrue(!SelfChecker.isSteady(once, new float[] {1, 2.01f, 4}, 1e-4));
    assertTrue(!SelfChecker.isSteady(once, new float[] {1, 2, Float.NaN}, 1e-4));
    assertTrue(SelfChecker.isSteady(new float[0], new float[0], 1e-4));
  }

  @Test
  void closedModel_isRefused() throws Exception {
    InceptionV2 model = InceptionV2.load(ModelSource.untrained());
    model.close();
    assertThrows(IllegalStateException.class, model::selfCheck);
  }

  @Test
  void deviation_notFinite_isNotRight() {
    assertTrue(!new Deviation(Double.POSITIVE_INFINITY, 1, 1e-4).isWithinTolerance());
    assertTrue(!new Deviation(Double.NaN, 1, 1e-4).isWithinTolerance());
  }

  private static SelfCheck check(ModelSource source) throws Exception {
    try (InceptionV2 model = InceptionV2.load(source)) {
      return model.selfCheck();
    }
  }

  private static void assertRight(Optional<Deviation> deviation, double least, double most) {
    Deviation found = deviation.orElseThrow();
    assertTrue(found.isWithinTolerance(), found.toString());
    assertTrue(found.error() > 0, "float32 cannot be as exact as double");
    double deviationOfNumbers = found.standardDeviation();
    assertTrue(deviationOfNumbers > least && deviationOfNumbers < most, found.toString());
  }
}
