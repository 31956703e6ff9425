package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;

/** Our own training graph, as built, computes the reference's numbers. */
class TrainingFormTest extends LogitsTrainingContract {

  private Map<String, String> gradientsByReads;

  @Override
  Subject subject(Path directory) {
    return new Subject(NetworkBuilder.build(Form.TRAINING, 1001), new ReferenceWeights(1001));
  }

  @Override
  void addTo(TrainingFormSession training, Graph graph) {
    super.addTo(training, graph);
    gradientsByReads =
        training.addGradients(graph, TrainingFormSession.LOSS, TrainingFormTest::readInLayer);
  }

  /** The operations between a handle and its layer's read change nothing. */
  @Test
  void gradientsByHandles_equalThoseByReads() {
    List<String> names = List.copyOf(gradientsByReads.keySet());
    List<float[]> both = run().run(joined(gradientsByReads, gradients()));

    for (int i = 0; i < names.size(); i++) {
      assertSame(names.get(i), both.get(i), both.get(names.size() + i));
    }
  }

  /** The read of a variable inside its layer, which the cross-entropy depends on. */
  private static String readInLayer(VariableSpec variable) {
    String name = variable.name();
    String layer = name.substring("InceptionV2/".length(), name.lastIndexOf('/'));
    String base = layer.startsWith("Logits/") ? "InceptionV2/" : "InceptionV2/InceptionV2/";
    String leaf = name.substring(name.lastIndexOf('/') + 1);
    return base
        + layer
        + switch (leaf) {
          case "weights" -> "/Conv2D/ReadVariableOp:0";
          case "beta" -> "/ReadVariableOp:0";
          case "biases" -> "/BiasAdd/ReadVariableOp:0";
          case "depthwise_weights" -> "/separable_conv2d/ReadVariableOp:0";
          case "pointwise_weights" -> "/separable_conv2d/ReadVariableOp_1:0";
          default -> throw new AssertionError(leaf);
        };
  }
}
