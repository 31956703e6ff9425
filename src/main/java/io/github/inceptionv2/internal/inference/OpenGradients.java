package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Endpoint;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NumberedOperations;
import io.github.inceptionv2.internal.runtime.Operations;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.runtime.Values;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A module's weights in this library's own graph, with the gradients of a logit with respect to
 * each endpoint that has a height and a width. The graph has a separate session.
 *
 * <p>The module's session cannot compute gradients, because a Hub module's graph has batch norms
 * that TensorFlow cannot differentiate. In a separate session, gradients also cost nothing until
 * they are requested.
 *
 * <p>Owns native memory. Thread-safe, but {@link #close} must come after the last run.
 */
public final class OpenGradients implements AutoCloseable {

  private static final String PREFIX = "explain";
  private static final String CLASS = PREFIX + "_class";

  private final NetworkGraph network;
  private final OpenNetwork open;

  private OpenGradients(NetworkGraph network, OpenNetwork open) {
    this.network = network;
    this.open = open;
  }

  /**
   * A class activation map and the logits of an image.
   *
   * @param map shape [height, width]
   * @param logits one for each class
   */
  public record Answer(Values map, float[] logits) {}

  /**
   * Opens the gradients of {@code module}, which must have logits.
   *
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public static OpenGradients open(InceptionModule module, SessionConfig config)
      throws IOException {
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, module.classes());
    OpenNetwork open = OpenNetwork.open(network, config, graph -> addMaps(network, graph));
    try {
      open.assign(module.weights());
      return new OpenGradients(network, open);
    } catch (Throwable e) { // also OutOfMemoryError
      open.close();
      throw e;
    }
  }

  /** Returns the endpoints that have a map, from first to last. Each endpoint has one tensor. */
  public static List<String> endpoints() {
    return List.copyOf(maps(NetworkBuilder.build(Form.INFERENCE, 1)).keySet());
  }

  private static Map<String, Endpoint> maps(NetworkGraph network) {
    Map<String, Endpoint> maps = new LinkedHashMap<>(network.endpoints());
    maps.values().removeIf(endpoint -> endpoint.shape().size() != 4 || endpoint.shape().get(1) > 0);
    return maps;
  }

  /** Adds a map for each endpoint; TensorFlow computes only those that are fetched. */
  private static void addMaps(NetworkGraph network, Graph graph) {
    Operations named = new Operations(graph);
    NumberedOperations operations = new NumberedOperations(graph, PREFIX + "_maps");
    Output<?> chosen =
        operations
            .begin(
                "OneHot",
                named.placeholder(CLASS, DataType.DT_INT32, 1),
                operations.constant(network.classes()),
                operations.constant(1f),
                operations.constant(0f))
            .build()
            .output(0);
    Map<String, Endpoint> maps = maps(network);
    Output<?>[] activations =
        maps.values().stream().map(end -> graph.output(end.tensor())).toArray(Output<?>[]::new);
    Output<?>[] logits = {graph.output(network.logits().orElseThrow())};
    Output<?>[] gradients =
        graph.addGradients(PREFIX, logits, activations, new Output<?>[] {chosen});
    int i = 0;
    for (String endpoint : maps.keySet()) {
      Output<?> evidence = evidence(operations, activations[i], gradients[i]);
      named.add("Relu", name(endpoint), evidence);
      i++;
    }
  }

  /**
   * Adds Grad-CAM (Selvaraju et al., 2017): the sum over the channels, each weighted by the mean of
   * its gradient. The caller removes negative values.
   */
  private static Output<?> evidence(
      NumberedOperations operations, Output<?> activation, Output<?> gradient) {
    Output<?> weights =
        operations
            .begin("Mean", gradient, operations.vector(1, 2))
            .setAttr("keep_dims", true)
            .build()
            .output(0);
    return operations.add(
        "Sum", operations.add("Mul", activation, weights), operations.constant(3));
  }

  private static String name(String endpoint) {
    return PREFIX + "_map_" + endpoint;
  }

  /**
   * Computes a map.
   *
   * @param image a batch of one image, which the caller closes
   * @param classIndex from 0 to the number of classes, exclusive
   * @param endpoint one of {@link #endpoints}
   * @throws NativeException if TensorFlow fails
   */
  public Answer run(ImageBatch image, int classIndex, String endpoint) {
    List<String> fetches = new ArrayList<>(List.of(name(endpoint) + ":0"));
    fetches.add(network.logits().orElseThrow());
    try (TInt32 index = TInt32.vectorOf(classIndex);
        Result result =
            open.session()
                .run(
                    Map.of(network.images(), image.tensor(), CLASS + ":0", index),
                    fetches,
                    List.of())) {
      Values map = Values.of((TFloat32) result.get(0)).mean(0, 1);
      return new Answer(map, Tensors.toFloats((TFloat32) result.get(1)));
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
