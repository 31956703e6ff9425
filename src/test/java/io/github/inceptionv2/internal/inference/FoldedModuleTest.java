package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;

/** The graph with folded batch norm gives the golden numbers in this machine's kernels. */
class FoldedModuleTest extends OpenModuleContract {

  @Override
  OpenModule open() throws Exception {
    return OpenModules.openFolded(InceptionModule.reference(1001), SessionConfig.DEFAULT);
  }

  @Test
  void graph_isNotKept() throws Exception {
    try (OpenModule open = open()) {
      assertEquals(GraphDef.getDefaultInstance(), open.module().computation().graph());
    }
  }

  @Test
  void featureVectorModule_hasVectorsAndNoLogits() throws Exception {
    float[] image = Golden.image(0, 224, 224);
    try (OpenModule open =
            OpenModules.openFolded(InceptionModule.reference(0), SessionConfig.DEFAULT);
        ImageBatch images = new ImageBatch(Tensors.of(image, 1, 224, 224, 3))) {
      Roles roles = open.module().roles();
      assertTrue(roles.logits().isEmpty());
      Values features = open.run(images, List.of(roles.featureVector().orElseThrow())).get(0);
      Numbers.assertClose(
          Golden.floats(Golden.inference().get(0).get("features")),
          features.values(),
          Golden.ABSOLUTE_TOLERANCE);
    }
  }

  @Test
  void nanWeight_isRefused() throws Exception {
    String name = "InceptionV2/Mixed_3b/Branch_0/Conv2d_0a_1x1/BatchNorm/beta";
    Map<String, VariableValue> values = new LinkedHashMap<>();
    values.putAll(
        HeapWeights.copy(new ReferenceWeights(10), NetworkBuilder.variables(10)).values());
    float[] beta = values.get(name).values().clone();
    beta[3] = Float.NaN;
    values.put(name, new VariableValue(beta, values.get(name).shape()));
    InceptionModule module =
        InceptionModule.trained(
            10, new HeapWeights(values, Path.of("test")), new InputSize(224, 224), List.of());
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> OpenModules.openFolded(module, SessionConfig.DEFAULT));
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }
}
