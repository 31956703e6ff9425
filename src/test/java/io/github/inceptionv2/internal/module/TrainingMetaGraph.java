package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.graph.VariableHandles;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Endpoint;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.VariableCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Reads the graph for fine-tuning a TF1 Hub module, tagged {@code train}, into the form of our own.
 * Finds its parts through signatures and collections, because names differ between exporters. Only
 * the variables' handles must be named as in the checkpoint, because gradients are taken by handle.
 */
final class TrainingMetaGraph {

  /** Batch norm in modules of 2018, and the version between that and the third. */
  private static final Set<String> OLD_BATCH_NORM = Set.of("FusedBatchNorm", "FusedBatchNormV2");

  private final Path file;
  private final MetaGraphDef graph;
  private final NetworkGraph own;
  private final Set<String> nodes;

  private TrainingMetaGraph(Path file, MetaGraphDef graph, int classes) {
    this.file = file;
    this.graph = graph;
    this.own = NetworkBuilder.build(Form.TRAINING, classes);
    this.nodes =
        graph.getGraphDef().getNodeList().stream()
            .map(NodeDef::getName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads the training graph of the module in {@code directory}, ready for gradients in TensorFlow
   * Java.
   *
   * @param classes the number of logits that the module's variables are for; 0 for a feature vector
   * @throws ModelFormatException if the training graph is incomplete or missing; only modules of
   *     TF1 Hub and our own have one
   */
  static NetworkGraph read(Path directory, int classes) throws IOException {
    SavedModelFile file = SavedModelFile.read(directory);
    return new TrainingMetaGraph(file.file(), file.trainingGraph(), classes).read();
  }

  private NetworkGraph read() throws ModelFormatException {
    VariableCheck.check(file, VariableHandles.shapes(graph.getGraphDef()), own.variables());
    for (VariableSpec variable : own.variables()) {
      checked(variable.name());
    }
    Roles roles = new SignatureReader(file, graph, own.classes()).read();
    Role features = required(roles.featureVector(), SignatureReader.FEATURE_VECTOR);
    checkImages(roles, features.images());
    return new NetworkGraph(
        differentiable(graph.getGraphDef()),
        Form.TRAINING,
        own.classes(),
        own.variables(),
        checked(features.images()),
        checked(momentum()),
        KeepProbability.find(graph.getGraphDef()),
        Optional.empty(), // at a probability of 1, as these tests feed it, noise drops nothing
        checked(features.tensor()),
        logits(roles),
        endpoints(roles),
        updates(),
        collected(MetaGraphWriter.REGULARIZATION_LOSSES));
  }

  /**
   * Replaces old batch norms by {@code FusedBatchNormV3}, the only one with a gradient in
   * TensorFlow's C++ registry. It computes the same, and its first five outputs keep their meaning.
   * It only adds a sixth output, and a type for the statistics, which is float32 in the first
   * version anyway.
   */
  private static GraphDef differentiable(GraphDef graph) {
    GraphDef.Builder rewritten = graph.toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (OLD_BATCH_NORM.contains(graph.getNode(i).getOp())) {
        rewritten
            .getNodeBuilder(i)
            .setOp("FusedBatchNormV3")
            .putAttr("U", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
            .removeAttr("_output_shapes"); // five shapes, refused on a node with six outputs
      }
    }
    return rewritten.build();
  }

  private Optional<String> logits(Roles roles) throws ModelFormatException {
    if (own.classes() == 0) {
      return Optional.empty();
    }
    return Optional.of(checked(required(roles.logits(), SignatureReader.CLASSIFICATION).tensor()));
  }

  private String momentum() throws ModelFormatException {
    for (String role : List.of(SignatureReader.FEATURE_VECTOR, SignatureReader.CLASSIFICATION)) {
      String name = role + MetaGraphWriter.WITH_MOMENTUM;
      SignatureDef signature = graph.getSignatureDefOrDefault(name, null);
      if (signature != null && signature.containsInputs(MetaGraphWriter.MOMENTUM)) {
        return signature.getInputsOrThrow(MetaGraphWriter.MOMENTUM).getName();
      }
    }
    throw new ModelFormatException(
        file,
        "has no signature *"
            + MetaGraphWriter.WITH_MOMENTUM
            + " that takes "
            + MetaGraphWriter.MOMENTUM
            + " for training, as Hub's modules have from version 3 on");
  }

  /** Returns the endpoints in the network's order, which signatures do not keep. */
  private Map<String, Endpoint> endpoints(Roles roles) throws ModelFormatException {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>(own.endpoints());
    endpoints.keySet().retainAll(roles.endpoints().keySet());
    for (Map.Entry<String, Role> found : roles.endpoints().entrySet()) {
      Role role = found.getValue();
      endpoints.put(found.getKey(), new Endpoint(checked(role.tensor()), role.shape()));
    }
    return endpoints;
  }

  /** Returns the updates, without which the inference graph would never get new statistics. */
  private List<String> updates() throws ModelFormatException {
    List<String> updates = collected(MetaGraphWriter.UPDATE_OPS);
    if (updates.isEmpty()) {
      throw new ModelFormatException(
          file,
          "has no collection "
              + MetaGraphWriter.UPDATE_OPS
              + " for training, expected the updates of batch norm's moving averages");
    }
    return updates.stream().map(KeepProbability::node).toList();
  }

  private List<String> collected(String collection) throws ModelFormatException {
    List<String> names =
        graph
            .getCollectionDefOrDefault(collection, CollectionDef.getDefaultInstance())
            .getNodeList()
            .getValueList();
    for (String name : names) {
      checked(name);
    }
    return List.copyOf(names);
  }

  private Role required(Optional<Role> role, String signature) throws ModelFormatException {
    if (role.isEmpty()) {
      throw new ModelFormatException(file, "has no signature " + signature + " for training");
    }
    return role.get();
  }

  /** Checks that all signatures read the same images, because a graph is trained with one input. */
  private void checkImages(Roles roles, String images) throws ModelFormatException {
    for (Role role : roles.all()) {
      if (!role.images().equals(images)) {
        throw new ModelFormatException(
            file,
            "takes images at "
                + images
                + " and at "
                + role.images()
                + " for training, expected one input");
      }
    }
  }

  private String checked(String name) throws ModelFormatException {
    if (!nodes.contains(KeepProbability.node(name))) {
      throw new ModelFormatException(
          file, "names " + name + " for training, which its graph does not have");
    }
    return name;
  }
}
