package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelCorruptException;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import io.github.inceptionv2.testing.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Foreign modules are written as ONNX if their graphs are Inception V2, and refused otherwise. */
class OnnxOfModulesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"hub-classification-3", "hub-feature-vector-3"})
  void hubModule_givesTheGoldenNumbers(String fixture) throws Exception {
    int classes = fixture.contains("classification") ? 1001 : 0;
    Path module = HubModuleTest.withWeights(directory, fixture, classes);

    assertGolden(ModelSource.directory(module), classes > 0);
  }

  @Test
  void graphWithOtherOperations_givesTheGoldenNumbers() throws Exception {
    assertGolden(ModelSource.directory(module(GraphProofTest::scaleTheOtherWay)), true);
  }

  @Test
  void graphThatComputesSomethingElse_isRefused() throws Exception {
    assertRefused(
        module(OnnxOfModulesTest::swapBranches), "computes different numbers from Inception V2");
  }

  @Test
  void graphWithStrangeOperations_isRefused() throws Exception {
    assertRefused(
        module(graph -> graph.addNodeBuilder().setName("sly").setOp("ReadFile")), "ReadFile (sly)");
  }

  /** Asserts that trust does not help: an ONNX file holds Inception V2 and no other graph. */
  private void assertRefused(Path module, String reason) {
    ModelSource source = ModelSource.directory(module);
    assertTrue(refusal(source).contains(reason), refusal(source));
    String ofTrusted = refusal(source.trusted());
    assertTrue(ofTrusted.contains(reason), ofTrusted);
    assertTrue(ofTrusted.startsWith("cannot be written as ONNX, even if trusted: "), ofTrusted);
  }

  private String refusal(ModelSource source) {
    Path file = directory.resolve("model.onnx");
    ModelCorruptException e =
        assertThrows(ModelCorruptException.class, () -> source.writeOnnx(file));
    assertFalse(Files.exists(file));
    return e.getMessage();
  }

  @Test
  void trustedModule_ofInceptionV2_isWritten() throws Exception {
    assertGolden(ModelSource.directory(module(graph -> {})).trusted(), true);
  }

  private void assertGolden(ModelSource source, boolean hasLogits) throws Exception {
    Path file = directory.resolve("model.onnx");
    source.writeOnnx(file);
    try (OnnxModel exported = new OnnxModel(file)) {
      Map<String, float[][]> rows = exported.run(List.of(Golden.image(0, 224, 224)), 224, 224);
      Set<String> outputs =
          hasLogits
              ? Set.of("logits", "probabilities", "feature_vector")
              : Set.of("feature_vector");
      assertEquals(outputs, rows.keySet());
      assertClose("features", rows.get("feature_vector"));
      if (hasLogits) {
        assertClose("logits", rows.get("logits"));
      }
    }
  }

  private static void assertClose(String expected, float[][] rows) {
    float[] golden = Golden.floats(Golden.inference().get(0).get(expected));
    Numbers.assertClose(golden, rows[0], Golden.ABSOLUTE_TOLERANCE);
  }

  /** Writes a module with reference weights and a changed inference graph. */
  private Path module(Consumer<GraphDef.Builder> change) throws IOException {
    Path module = directory.resolve("module");
    ModuleWriter.write(InceptionModule.reference(1001), module);
    Path file = module.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    change.accept(saved.getMetaGraphsBuilder(0).getGraphDefBuilder());
    Files.write(file, saved.build().toByteArray());
    return module;
  }

  private static void swapBranches(GraphDef.Builder graph) {
    NodeDef.Builder concat =
        graph.getNodeBuilderList().stream()
            .filter(node -> node.getName().endsWith("Mixed_4e/concat"))
            .findFirst()
            .orElseThrow();
    String first = concat.getInput(0);
    concat.setInput(0, concat.getInput(1)).setInput(1, first);
  }
}
