package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.Checkpoints;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.NetworkWeights;
import io.github.inceptionv2.internal.weights.ObjectGraph;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.TensorBundle;
import io.github.inceptionv2.internal.weights.VariableCheck;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A module that was read and checked, but not yet opened: it holds no native memory.
 *
 * @param path the directory, or a name for what has none
 * @param format which kind of module it is
 * @param tagSets all tag sets in the file
 * @param signatures the names of the inference graph's signatures
 * @param graph the inference graph, as far as it is run
 * @param proof how it is known that this graph is right
 * @param roles what it computes
 * @param weights the variables' values
 * @param variables the variables' names and shapes
 * @param imageSize expected height and width
 * @param labels names of the classes in the order of their logits, if the module brings them
 * @param isReference whether the weights are the untrained ones of the formula
 */
public record Module(
    Path path,
    Format format,
    List<Set<String>> tagSets,
    Set<String> signatures,
    GraphDef graph,
    GraphProof proof,
    Roles roles,
    Weights weights,
    List<VariableSpec> variables,
    List<Integer> imageSize,
    Optional<List<String>> labels,
    boolean isReference) {

  /** A kind of module. */
  public enum Format {
    /** A graph with named variables: a TF1 Hub module, ours, or another TF1 SavedModel. */
    TF1("TF1 module with named variables"),
    /** A TF2 SavedModel: functions, and variables found through an object graph. */
    TF2("TF2 SavedModel, run in this library's own graph"),
    /** Variables alone. */
    CHECKPOINT("checkpoint, run in this library's own graph"),
    /** Built here, in memory. */
    BUILT("built in memory");

    private final String description;

    Format(String description) {
      this.description = description;
    }

    /** The kind in words. */
    public String description() {
      return description;
    }
  }

  /** The network with {@code classes} logits and reference weights. */
  public static Module reference(int classes) {
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, classes);
    return new Module(
        Path.of("untrained"),
        Format.BUILT,
        List.of(),
        Set.of(),
        network.graph(),
        GraphProof.BUILT,
        Roles.of(network),
        new ReferenceWeights(classes),
        network.variables(),
        ImageSizes.USUAL,
        Optional.empty(),
        true);
  }

  /**
   * The network with {@code classes} logits and the values that training left it with.
   *
   * @param classes 0 for a network that ends at the feature vector
   * @param weights what an optimizer keeps in it is left out; read when the module is written or
   *     opened, so that what is read must not change until then
   * @param imageSize expected height and width
   * @param labels as many as classes and none of them blank; or none at all, then the module does
   *     not bring any
   * @throws ModelFormatException if a variable of the network is missing or misshapen
   * @throws IllegalArgumentException if the labels do not fit, or the network cannot take the size
   */
  public static Module trained(
      int classes, Weights weights, List<Integer> imageSize, List<String> labels)
      throws IOException {
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, classes);
    List<VariableSpec> variables = network.variables();
    Weights used = NetworkWeights.of(weights, variables.stream().map(VariableSpec::name).toList());
    VariableCheck.check(weights.origin(), used, variables);
    return new Module(
        Path.of("trained"),
        Format.BUILT,
        List.of(),
        Set.of(),
        network.graph(),
        GraphProof.BUILT,
        Roles.of(network),
        used,
        variables,
        ImageSizes.checked(imageSize),
        LabelsFile.checked(labels, classes),
        ReferenceWeights.isReference(used));
  }

  /**
   * Reads the module in {@code directory} and checks everything but the values of its variables.
   *
   * @throws ModelFormatException if it is not a whole Inception V2 module, or its graph holds
   *     operations that this network does not need
   */
  public static Module read(Path directory) throws IOException {
    return read(directory, false);
  }

  /**
   * Likewise.
   *
   * @param isTrusted whether the graph may hold any operations, and compute anything
   */
  public static Module read(Path directory, boolean isTrusted) throws IOException {
    SavedModelFile file = SavedModelFile.read(directory);
    TensorBundle bundle = TensorBundle.open(directory.resolve("variables").resolve("variables"));
    Module module =
        bundle.isObjectBased()
            ? readTf2(directory, file, ObjectGraph.open(bundle))
            : readTf1(directory, file, bundle, isTrusted);
    return module.with(LabelsFile.read(directory, module.classes()));
  }

  private Module with(Optional<List<String>> newLabels) {
    return copy(graph, proof, roles, variables, newLabels);
  }

  private Module copy(
      GraphDef newGraph,
      GraphProof newProof,
      Roles newRoles,
      List<VariableSpec> newVariables,
      Optional<List<String>> newLabels) {
    return new Module(
        path,
        format,
        tagSets,
        signatures,
        newGraph,
        newProof,
        newRoles,
        weights,
        newVariables,
        imageSize,
        newLabels,
        isReference);
  }

  private Module in(NetworkGraph network) {
    return copy(network.graph(), GraphProof.BUILT, Roles.of(network), network.variables(), labels);
  }

  /** The same weights, run in another graph, of which only the roles are kept. */
  public Module runBy(NetworkGraph network) {
    return copy(
        GraphDef.getDefaultInstance(),
        GraphProof.BUILT,
        roles.computedBy(Roles.of(network)),
        variables,
        labels);
  }

  private static Module readTf1(
      Path directory, SavedModelFile file, Weights weights, boolean isTrusted) throws IOException {
    MetaGraphDef graph = file.inferenceGraph();
    int classes = VariableCheck.classes(weights);
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, classes);
    List<VariableSpec> variables = network.variables();
    VariableCheck.check(weights.origin(), weights, variables);
    VariableCheck.check(file.file(), handles(graph.getGraphDef()), variables);
    Roles roles = new SignatureReader(file.file(), graph, classes).read();
    List<Integer> imageSize = ImageSizes.read(file.file(), graph, roles);
    GraphIndex nodes = new GraphIndex(file.file(), graph.getGraphDef());
    GraphDef run = nodes.pruned(roles.all());
    GraphProof proof = GraphProof.TRUSTED;
    if (!isTrusted) {
      KnownOps.check(file.file(), graph.getGraphDef(), run);
      proof = proof(nodes, roles, network);
      if (proof == GraphProof.SAME) { // nothing of the file then reaches TensorFlow
        roles = roles.computedBy(Roles.of(network));
        run = new GraphIndex(file.file(), network.graph()).pruned(roles.all());
      } else {
        run = GraphCheck.check(file.file(), nodes, roles, imageSize, network);
      }
    }
    return new Module(
        directory,
        Format.TF1,
        file.tagSets(),
        new TreeSet<>(graph.getSignatureDefMap().keySet()),
        run,
        proof,
        roles,
        weights,
        variables,
        imageSize,
        Optional.empty(),
        ReferenceWeights.isReference(weights));
  }

  private static GraphProof proof(GraphIndex graph, Roles roles, NetworkGraph network)
      throws ModelFormatException {
    return GraphComparison.isSame(graph, roles, network) ? GraphProof.SAME : GraphProof.BY_NUMBERS;
  }

  /** The same weights in the graph that is built here. */
  public Module inOurGraph() {
    return in(NetworkBuilder.build(Form.INFERENCE, classes()));
  }

  /**
   * A TF2 model keeps its computation in functions that answer one tensor each, or (version 4 of
   * the Hub modules) has no signature at all. Its variables are the same, so they are run in our
   * own graph, which has every role.
   */
  private static Module readTf2(Path directory, SavedModelFile file, Weights weights)
      throws IOException {
    Set<String> signatures = new TreeSet<>(file.inferenceGraph().getSignatureDefMap().keySet());
    return inOurGraph(directory, Format.TF2, file.tagSets(), signatures, weights);
  }

  /**
   * Reads a checkpoint of TF-Slim's Inception V2 and checks everything but the values of its
   * variables; other variables, of an optimizer, are left out.
   *
   * @param path a V1 file, a V2 prefix, or one of the files with that prefix
   * @throws ModelFormatException if it is not a whole checkpoint of Inception V2
   */
  public static Module checkpoint(Path path) throws IOException {
    Weights all = Checkpoints.open(path);
    List<String> names =
        NetworkBuilder.variables(VariableCheck.classes(all)).stream()
            .map(VariableSpec::name)
            .toList();
    return inOurGraph(path, Format.CHECKPOINT, List.of(), Set.of(), NetworkWeights.of(all, names));
  }

  private static Module inOurGraph(
      Path path, Format format, List<Set<String>> tagSets, Set<String> signatures, Weights weights)
      throws IOException {
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, VariableCheck.classes(weights));
    VariableCheck.check(weights.origin(), weights, network.variables());
    return new Module(
        path,
        format,
        tagSets,
        signatures,
        network.graph(),
        GraphProof.BUILT,
        Roles.of(network),
        weights,
        network.variables(),
        ImageSizes.USUAL,
        Optional.empty(),
        ReferenceWeights.isReference(weights));
  }

  /**
   * Reads the values of all variables.
   *
   * @throws ModelFormatException if one is damaged or not finite
   */
  public void checkValues() throws IOException {
    Weights finite = new FiniteWeights(weights);
    for (VariableSpec variable : variables) {
      finite.read(variable.name());
    }
  }

  /** The number of logits; 0 for a feature-vector module. */
  public int classes() {
    return VariableCheck.classes(weights);
  }

  /** Shapes of the graph's variables by their shared name, which is the key in the checkpoint. */
  static Map<String, List<Long>> handles(GraphDef graph) {
    Map<String, List<Long>> handles = new LinkedHashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("VarHandleOp")) {
        List<Long> shape =
            node
                .getAttrOrDefault("shape", AttrValue.getDefaultInstance())
                .getShape()
                .getDimList()
                .stream()
                .map(TensorShapeProto.Dim::getSize)
                .toList();
        handles.put(VariableHandles.sharedName(node), shape);
      }
    }
    return handles;
  }
}
