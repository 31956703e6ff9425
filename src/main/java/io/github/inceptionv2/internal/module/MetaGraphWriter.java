package io.github.inceptionv2.internal.module;

import com.google.protobuf.ByteString;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.GraphWriter;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.VariableDef;

/**
 * Wraps a network's graph in a {@code MetaGraphDef}: tags, signatures, saver, and the collections
 * that Hub's {@code hub.Module} reads. {@code hub.Module} refuses modules with any other
 * collection.
 */
final class MetaGraphWriter {

  static final String MOMENTUM = "batch_norm_momentum";
  static final String WITH_MOMENTUM = "_with_bn_hparams";
  static final String UPDATE_OPS = "update_ops";
  static final String REGULARIZATION_LOSSES = "regularization_losses";
  private static final String SERVING_METHOD = "tensorflow/serving/predict";

  /** The version that TensorFlow Java includes. Asking its native library would load it. */
  private static final String TENSORFLOW_VERSION = "2.18.0";

  private final NetworkGraph network;
  private final InputSize imageSize;
  private final List<String> assets;
  private final TensorInfo images;

  /**
   * Creates a writer for the graph of {@code network}.
   *
   * @param assets names of the files in the module's {@code assets}
   */
  MetaGraphWriter(NetworkGraph network, InputSize imageSize, List<String> assets) {
    this.network = network;
    this.imageSize = imageSize;
    this.assets = assets;
    this.images = tensor(network.images(), List.of(-1L, -1L, -1L, 3L));
  }

  /** Returns a graph for Hub with the given tags. */
  MetaGraphDef hub(String... tags) {
    return metaGraph(tags).build();
  }

  /** Returns a graph for TensorFlow Serving, with Hub's signatures and {@code serving_default}. */
  MetaGraphDef serving() {
    String output =
        network.logits().isPresent()
            ? SignatureReader.SERVING_LOGITS
            : SignatureReader.SERVING_FEATURES;
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName(SERVING_METHOD)
            .putInputs(SignatureReader.SERVING_INPUTS, images)
            .putOutputs(output, network.logits().isPresent() ? logits() : features())
            .build();
    return metaGraph(SavedModelFile.SERVE)
        .putSignatureDef(SignatureReader.SERVING_DEFAULT, signature)
        .build();
  }

  private MetaGraphDef.Builder metaGraph(String... tags) {
    GraphWriter nodes = new GraphWriter(network.graph());
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.setSaverDef(SaverWriter.write(nodes, network.variables()));
    if (!assets.isEmpty()) {
      AssetWriter.write(nodes, graph, assets);
    }
    graph
        .setGraphDef(nodes.build())
        .getMetaInfoDefBuilder()
        .addAllTags(List.of(tags))
        .setStrippedDefaultAttrs(true)
        .setTensorflowVersion(TENSORFLOW_VERSION);
    return graph.putAllCollectionDef(collections()).putAllSignatureDef(signatures());
  }

  private Map<String, SignatureDef> signatures() {
    Map<String, SignatureDef> signatures = new LinkedHashMap<>();
    put(signatures, SignatureReader.FEATURE_VECTOR, features(), end -> !isOfLogits(end));
    if (network.logits().isPresent()) {
      put(signatures, SignatureReader.CLASSIFICATION, logits(), end -> true);
    }
    TensorInfo main = network.logits().isPresent() ? logits() : features();
    signatures.put(SignatureReader.DEFAULT, signature(main).build());
    return signatures;
  }

  private void put(
      Map<String, SignatureDef> signatures,
      String name,
      TensorInfo output,
      Predicate<String> endpoints) {
    SignatureDef.Builder signature = signature(output);
    network.endpoints().entrySet().stream()
        .filter(endpoint -> endpoints.test(endpoint.getKey()))
        .forEach(
            endpoint ->
                signature.putOutputs(
                    SignatureReader.ENDPOINT_PREFIX + endpoint.getKey(),
                    tensor(endpoint.getValue().tensor(), endpoint.getValue().shape())));
    signatures.put(name, signature.build());
    TensorInfo momentum = tensor(network.batchNormMomentum(), List.of());
    signatures.put(name + WITH_MOMENTUM, signature.putInputs(MOMENTUM, momentum).build());
  }

  private SignatureDef.Builder signature(TensorInfo output) {
    return SignatureDef.newBuilder()
        .putInputs(SignatureReader.IMAGES, images)
        .putOutputs(SignatureReader.DEFAULT, output);
  }

  /** Returns true for endpoints after dropout, which belong to classification only. */
  private static boolean isOfLogits(String endpoint) {
    return List.of("PreLogits", "Logits", "Predictions").contains(endpoint);
  }

  private TensorInfo logits() {
    return tensor(network.logits().orElseThrow(), List.of(-1L, (long) network.classes()));
  }

  private TensorInfo features() {
    return tensor(network.featureVector(), List.of(-1L, (long) Architecture.FEATURES));
  }

  private static TensorInfo tensor(String name, List<Long> shape) {
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(GraphWriter.shape(shape))
        .build();
  }

  private Map<String, CollectionDef> collections() {
    Map<String, CollectionDef> collections = new LinkedHashMap<>();
    collections.put("variables", variables(variable -> true));
    collections.put("model_variables", variables(variable -> true));
    collections.put("trainable_variables", variables(VariableSpec::trainable));
    collections.put(REGULARIZATION_LOSSES, nodes(network.regularizationLosses()));
    if (!network.updates().isEmpty()) {
      collections.put(UPDATE_OPS, nodes(network.updates()));
    }
    collections.put(
        ImageSizeAttachment.COLLECTION,
        ImageSizeAttachment.write(imageSize.height(), imageSize.width()));
    return collections;
  }

  private CollectionDef variables(Predicate<VariableSpec> which) {
    CollectionDef.BytesList.Builder bytes = CollectionDef.BytesList.newBuilder();
    network.variables().stream()
        .filter(which)
        .map(MetaGraphWriter::definition)
        .forEach(bytes::addValue);
    return CollectionDef.newBuilder().setBytesList(bytes).build();
  }

  private static ByteString definition(VariableSpec variable) {
    String name = variable.name();
    return VariableDef.newBuilder()
        .setVariableName(name + ":0")
        .setInitializerName(name + "/Assign")
        .setSnapshotName(name + "/Read/ReadVariableOp:0")
        .setInitialValueName(variable.initialValue() + ":0")
        .setIsResource(true)
        .setTrainable(variable.trainable())
        .build()
        .toByteString();
  }

  private static CollectionDef nodes(List<String> names) {
    return CollectionDef.newBuilder()
        .setNodeList(CollectionDef.NodeList.newBuilder().addAllValue(names))
        .build();
  }
}
