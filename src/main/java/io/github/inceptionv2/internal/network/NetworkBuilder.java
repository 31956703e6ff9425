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
 * Turns the table of {@link Architecture} into a graph.
 *
 * <p>Names are TF-Slim's as Hub's modules have them: variables and logits under {@code
 * InceptionV2/}, the layers' operations under {@code InceptionV2/InceptionV2/}.
 */
public final class NetworkBuilder {

  private final Form form;
  private final GraphWriter nodes = new GraphWriter();
  private final NetworkParts parts = new NetworkParts();
  private final LayerWriter layers;
  private Optional<String> keepProbability = Optional.empty();
  private Optional<String> dropoutNoise = Optional.empty();
  private Optional<String> logits = Optional.empty();

  /** For a network with batch norm, as it is trained. */
  private NetworkBuilder(Form form) {
    this.form = form;
    this.layers = new BatchNormLayers(nodes, parts, form);
  }

  /** For a network for inference into whose weights batch norm was folded. */
  private NetworkBuilder(Writing writing) {
    this.form = Form.INFERENCE;
    this.layers = writing.layers(nodes, parts);
  }

  /** Begins the writing of layers. */
  private interface Writing {
    LayerWriter layers(GraphWriter nodes, NetworkParts parts);
  }

  /** The output of a layer, which the next layer reads. */
  private record LayerOutput(String tensor, long channels) {}

  /** Builds the graph of the network with {@code classes} logits, or without logits for 0. */
  public static NetworkGraph build(Form form, int classes) {
    if (classes < 0) {
      throw new IllegalArgumentException("classes (" + classes + ") must not be negative");
    }
    return new NetworkBuilder(form).build(Architecture.LAYERS, classes);
  }

  /**
   * Builds the network for inference into whose weights batch norm was folded: what it does to a
   * convolution's output, {@code (y - mean) / sqrt(variance + epsilon) + beta}, is done to its
   * weights and biases instead, so that the result is the same but for rounding. Its variables are
   * {@code weights} and {@code biases} by the path of each layer; {@code depthwise_weights} are
   * those of a dense convolution.
   *
   * @param classes 0 for a network that ends at the feature vector
   */
  public static NetworkGraph buildFolded(int classes, Kernels kernels) {
    return folded(kernels).build(Architecture.LAYERS, classes);
  }

  /**
   * Builds the same network in 8-bit integers, from the stem or from {@code Conv2d_2c_3x3} on. Its
   * variables there are {@link QuantizedVariables}.
   *
   * @param classes 0 for a network that ends at the feature vector
   */
  public static NetworkGraph buildQuantized(int classes, ActivationRanges ranges, Kernels kernels) {
    return quantized(ranges, Architecture.LAYERS, classes, kernels);
  }

  /**
   * Builds a small folded network, 3 logits over a layer of each kind, to try {@code kernels} on.
   */
  public static NetworkGraph buildTrial(Kernels kernels) {
    return folded(kernels).build(Architecture.TRIAL_LAYERS, 3);
  }

  /** Builds a small quantized network of layers of each kind, which all have one range. */
  public static NetworkGraph buildQuantizedTrial(float range, Kernels kernels) {
    List<Layer> table = Architecture.QUANTIZED_TRIAL_LAYERS;
    return quantized(ActivationRanges.uniform(table, range), table, 3, kernels);
  }

  /** Builds the network that computes the same numbers in TensorFlow's plain operations. */
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

  /** Builds a small network of layers of each kind, up to the feature vector, to be trained. */
  public static NetworkGraph buildTrainingTrial() {
    return new NetworkBuilder(Form.TRAINING).build(Architecture.TRIAL_LAYERS, 0);
  }

  /**
   * Builds the logits alone, over feature vectors that were computed before: {@link
   * NetworkGraph#images} is then a placeholder of shape [batch, 1, 1, 1024].
   */
  public static NetworkGraph buildHead(Form form, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes (" + classes + ") must be positive");
    }
    return new NetworkBuilder(form).head(classes);
  }

  /** The variables of the network with {@code classes} logits, without building a graph to keep. */
  public static List<VariableSpec> variables(int classes) {
    return build(Form.INFERENCE, classes).variables();
  }

  /** Returns the tensor that a folded network's convolution puts out after ReLU. */
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
    LayerOutput output = new LayerOutput(scaleInput(images), 3);
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

  /** Dropout, or what is left of it in inference, and the logits. */
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

  /** [0,1] to [-1,1], which is what the weights were trained on. */
  private String scaleInput(String images) {
    String two = nodes.constant("hub_input/Mul/y", 2f);
    String doubled = floats("Mul", "hub_input/Mul").in(images, two).add();
    String one = nodes.constant("hub_input/Sub/y", 1f);
    return floats("Sub", "hub_input/Sub").in(doubled, one).add();
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
