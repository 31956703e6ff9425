package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.BASE;
import static io.github.inceptionv2.internal.network.Architecture.LOGITS;
import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import io.github.inceptionv2.internal.network.NetworkGraph.Endpoint;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/**
 * Builds graphs from the table of {@link Architecture}.
 *
 * <p>Names are TF-Slim's, as in Hub's modules: variables and logits are under {@code InceptionV2/},
 * and the layers' operations under {@code InceptionV2/InceptionV2/}.
 */
public final class NetworkBuilder {

  private final Form form;
  private final GraphWriter nodes = new GraphWriter();
  private final NetworkParts parts = new NetworkParts();
  private final LayerWriter layers;
  private Optional<String> keepProbability = Optional.empty();
  private Optional<String> dropoutNoise = Optional.empty();
  private Optional<String> logits = Optional.empty();

  /** Creates a builder of a network with batch norm, as in training. */
  private NetworkBuilder(Form form) {
    this.form = form;
    this.layers = new BatchNormLayers(nodes, parts, form);
  }

  /** Creates a builder of a network for inference with batch norm folded into the weights. */
  private NetworkBuilder(LayerWriterFactory factory) {
    this.form = Form.INFERENCE;
    this.layers = factory.create(nodes, parts);
  }

  private interface LayerWriterFactory {
    LayerWriter create(GraphWriter nodes, NetworkParts parts);
  }

  /** The output of a layer, which the next layer reads. */
  private record LayerOutput(String tensor, long channels) {}

  /** Builds the network with {@code classes} logits, or without logits if {@code classes} is 0. */
  public static NetworkGraph build(Form form, int classes) {
    if (classes < 0) {
      throw new IllegalArgumentException("classes (" + classes + ") must not be negative");
    }
    return new NetworkBuilder(form).build(Architecture.LAYERS, classes);
  }

  /**
   * Builds the network for inference with batch norm folded into the weights. Batch norm turns a
   * convolution's output {@code y} into {@code (y - mean) / sqrt(variance + epsilon) + beta}.
   * Folding this into the weights and biases gives the same result except for rounding. The
   * variables are {@code weights} and {@code biases} under the path of each layer; the {@code
   * depthwise_weights} are shaped as for a dense convolution.
   *
   * @param classes 0 for a network that ends at the feature vector
   */
  public static NetworkGraph buildFolded(int classes, Kernels kernels) {
    return folded(kernels).build(Architecture.LAYERS, classes);
  }

  /**
   * Builds the folded network with 8-bit integers, starting at the stem or at {@code
   * Conv2d_2c_3x3}. {@link QuantizedVariables} lists the variables of these layers.
   *
   * @param classes 0 for a network that ends at the feature vector
   */
  public static NetworkGraph buildQuantized(int classes, ActivationRanges ranges, Kernels kernels) {
    return quantized(ranges, Architecture.LAYERS, classes, kernels);
  }

  /**
   * Builds a small folded network with layers of every kind and 3 logits, to test {@code kernels}.
   */
  public static NetworkGraph buildTrial(Kernels kernels) {
    return folded(kernels).build(Architecture.TRIAL_LAYERS, 3);
  }

  /** Builds a small quantized network with layers of every kind, all with the same range. */
  public static NetworkGraph buildQuantizedTrial(float range, Kernels kernels) {
    List<Layer> table = Architecture.QUANTIZED_TRIAL_LAYERS;
    return quantized(ActivationRanges.uniform(table, range), table, 3, kernels);
  }

  /**
   * Builds a network that computes the same numbers as {@link #buildQuantizedTrial}, but with
   * TensorFlow's plain operations.
   */
  public static NetworkGraph buildRoundedTrial(float range, Kernels kernels) {
    boolean fromStem = kernels.firstType() == NumberType.INT8;
    return new NetworkBuilder((nodes, parts) -> new RoundedLayers(nodes, parts, range, fromStem))
        .build(Architecture.QUANTIZED_TRIAL_LAYERS, 3);
  }

  private static NetworkBuilder folded(Kernels kernels) {
    return new NetworkBuilder((nodes, parts) -> new FoldedLayers(nodes, parts, kernels));
  }

  private static NetworkGraph quantized(
      ActivationRanges ranges, List<Layer> table, int classes, Kernels kernels) {
    ActivationRanges joined = ranges.joined(table);
    return new NetworkBuilder((nodes, parts) -> new QuantizedLayers(nodes, parts, joined, kernels))
        .build(table, classes);
  }

  /** Builds a small network for training, with layers of every kind up to the feature vector. */
  public static NetworkGraph buildTrainingTrial() {
    return new NetworkBuilder(Form.TRAINING).build(Architecture.TRIAL_LAYERS, 0);
  }

  /**
   * Builds only the logits, for precomputed feature vectors: {@link NetworkGraph#images} is then a
   * placeholder of shape [batch, 1, 1, 1024].
   */
  public static NetworkGraph buildHead(Form form, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes (" + classes + ") must be positive");
    }
    return new NetworkBuilder(form).head(classes);
  }

  /** Returns the variables of the network with {@code classes} logits. */
  public static List<VariableSpec> variables(int classes) {
    return build(Form.INFERENCE, classes).variables();
  }

  /** Returns the name of the output of a folded convolution, after ReLU. */
  public static String activation(String path) {
    return BASE + path + "/Relu:0";
  }

  private NetworkGraph build(List<Layer> table, int classes) {
    String images =
        nodes
            .node("Placeholder", "hub_input/images")
            .type("dtype", DataType.DT_FLOAT)
            .shape("shape", List.of(-1L, -1L, -1L, 3L))
            .add();
    LayerOutput output = new LayerOutput(layers.images(images), 3);
    nodes.constant(BatchNormWriter.MOMENTUM, Architecture.DEFAULT_BATCH_NORM_MOMENTUM);
    for (Layer layer : table) {
      output = add("", layer, output);
      endpoint(layer.name(), layers.floats(output.tensor()), -1, output.channels());
    }
    String pooled = globalPool(output);
    String features = squeeze("hub_output/feature_vector/SpatialSqueeze", pooled);
    if (classes > 0) {
      addHead(new LayerOutput(pooled, output.channels()), images, classes);
    }
    return finish(classes, images, features);
  }

  private NetworkGraph head(int classes) {
    String pooled =
        nodes
            .node("Placeholder", "hub_input/feature_vectors")
            .type("dtype", DataType.DT_FLOAT)
            .shape("shape", List.of(-1L, 1L, 1L, (long) Architecture.FEATURES))
            .add();
    nodes.constant(BatchNormWriter.MOMENTUM, Architecture.DEFAULT_BATCH_NORM_MOMENTUM);
    String features = squeeze("hub_output/feature_vector/SpatialSqueeze", pooled);
    addHead(new LayerOutput(pooled, Architecture.FEATURES), pooled, classes);
    return finish(classes, pooled, features);
  }

  private NetworkGraph finish(int classes, String images, String features) {
    return new NetworkGraph(
        nodes.build(),
        form,
        classes,
        List.copyOf(parts.variables),
        images + ":0",
        BatchNormWriter.MOMENTUM + ":0",
        keepProbability.map(name -> name + ":0"),
        dropoutNoise.map(name -> name + ":0"),
        features + ":0",
        logits.map(name -> name + ":0"),
        parts.endpoints,
        List.copyOf(parts.updates),
        List.copyOf(parts.regularizationLosses));
  }

  /** Adds dropout, which is an identity in inference, and the logits. */
  private void addHead(LayerOutput pooled, String images, int classes) {
    DropoutWriter dropout = new DropoutWriter(nodes, LOGITS + "Dropout_1b/");
    String kept;
    if (form != Form.INFERENCE) {
      kept = dropout.add(pooled.tensor(), images);
      keepProbability = Optional.of(dropout.keepProbability());
      dropoutNoise = Optional.of(dropout.noise());
    } else {
      kept = dropout.addIdentity(pooled.tensor());
    }
    endpoint("PreLogits", kept, 1, pooled.channels());
    logits = Optional.of(addLogits(new LayerOutput(kept, pooled.channels()), classes));
  }

  private LayerOutput add(String scope, Layer layer, LayerOutput input) {
    String path = scope + layer.name();
    if (layer instanceof SeparableConvolution stem) {
      return addStem(path, stem, input);
    } else if (layer instanceof Convolution convolution) {
      return addConvolution(path, convolution, input);
    } else if (layer instanceof Pool pool) {
      return addPool(path, pool, input);
    } else {
      return addMixed(path, (Mixed) layer, input);
    }
  }

  private LayerOutput addStem(String path, SeparableConvolution stem, LayerOutput input) {
    return new LayerOutput(layers.stem(path, stem, input.tensor(), input.channels()), stem.depth());
  }

  private LayerOutput addConvolution(String path, Convolution convolution, LayerOutput input) {
    String result = layers.convolution(path, convolution, input.tensor(), input.channels());
    return new LayerOutput(result, convolution.depth());
  }

  private LayerOutput addPool(String path, Pool pool, LayerOutput input) {
    String name = BASE + path + "/" + pool.kind().op();
    String pooled = layers.pool(name, pool, input.tensor());
    return new LayerOutput(pooled, input.channels());
  }

  private LayerOutput addMixed(String path, Mixed mixed, LayerOutput input) {
    List<String> ends = new ArrayList<>();
    long channels = 0;
    for (int i = 0; i < mixed.branches().size(); i++) {
      LayerOutput output = input;
      for (Layer layer : mixed.branches().get(i)) {
        output = add(path + "/Branch_" + i + "/", layer, output);
      }
      ends.add(output.tensor());
      channels += output.channels();
    }
    String axis = nodes.constant(BASE + path + "/concat/axis", 3);
    String joined = layers.join(BASE + path + "/concat", ends, axis);
    return new LayerOutput(joined, channels);
  }

  private String globalPool(LayerOutput input) {
    String name = LOGITS + "global_pool";
    String axes = nodes.vector(name + "/reduction_indices", List.of(1, 2));
    floats("Mean", name).in(layers.floats(input.tensor()), axes).flag("keep_dims", true).add();
    endpoint("global_pool", name, 1, input.channels());
    return name;
  }

  private String addLogits(LayerOutput input, int classes) {
    String biased = layers.logits(input.tensor(), input.channels(), classes);
    String logits = squeeze(LOGITS + "SpatialSqueeze", biased);
    List<Long> shape = List.of(-1L, (long) classes);
    parts.endpoints.put("Logits", new Endpoint(logits + ":0", shape));
    String predictions = floats("Softmax", SCOPE + "/Predictions/Softmax").in(logits).add();
    parts.endpoints.put(NetworkGraph.PREDICTIONS, new Endpoint(predictions + ":0", shape));
    return logits;
  }

  private String squeeze(String name, String input) {
    return floats("Squeeze", name).in(input).integers("squeeze_dims", 1, 2).add();
  }

  private void endpoint(String name, String tensor, long size, long channels) {
    parts.endpoints.put(name, new Endpoint(tensor + ":0", List.of(-1L, size, size, channels)));
  }

  private GraphWriter.Node floats(String op, String name) {
    return nodes.node(op, name).type("T", DataType.DT_FLOAT);
  }
}
