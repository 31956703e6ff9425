package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.graph.Computation;
import io.github.inceptionv2.internal.graph.GraphCheck;
import io.github.inceptionv2.internal.graph.GraphComparison;
import io.github.inceptionv2.internal.graph.GraphIndex;
import io.github.inceptionv2.internal.graph.GraphProof;
import io.github.inceptionv2.internal.graph.KnownOps;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.graph.VariableHandles;
import io.github.inceptionv2.internal.module.InceptionModule.Format;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.Checkpoints;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.NetworkWeights;
import io.github.inceptionv2.internal.weights.ObjectGraph;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.TensorBundle;
import io.github.inceptionv2.internal.weights.VariableCheck;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;

/** Reads SavedModels and checkpoints, and checks everything except the variables' values. */
public final class ModuleReader {

  private ModuleReader() {}

  /**
   * Reads the module in {@code directory} and checks everything except the values of its variables.
   *
   * @throws ModelFormatException if it is not a complete Inception V2 module, or its graph has
   *     operations that Inception V2 does not need
   */
  public static InceptionModule read(Path directory) throws IOException {
    return read(directory, false);
  }

  /**
   * Reads the module in {@code directory} and checks everything except the values of its variables.
   *
   * @param isTrusted true if the graph may have any operations and compute anything
   */
  public static InceptionModule read(Path directory, boolean isTrusted) throws IOException {
    SavedModelFile file = SavedModelFile.read(directory);
    TensorBundle bundle = TensorBundle.open(directory.resolve("variables").resolve("variables"));
    InceptionModule module =
        bundle.isObjectBased()
            ? readTf2(directory, file, ObjectGraph.open(bundle))
            : readTf1(directory, file, bundle, isTrusted);
    return module
        .with(LabelsFile.read(directory, module.classes()))
        .calibrated(RangesFile.read(directory));
  }

  private static InceptionModule readTf1(
      Path directory, SavedModelFile file, Weights weights, boolean isTrusted) throws IOException {
    MetaGraphDef graph = file.inferenceGraph();
    int classes = VariableCheck.classes(weights);
    NetworkGraph network = NetworkBuilder.build(Form.INFERENCE, classes);
    List<VariableSpec> variables = network.variables();
    VariableCheck.check(weights.origin(), weights, variables);
    VariableCheck.check(file.file(), VariableHandles.shapes(graph.getGraphDef()), variables);
    Roles roles = new SignatureReader(file.file(), graph, classes).read();
    InputSize imageSize = ImageSizes.read(file.file(), graph, roles);
    GraphIndex nodes = new GraphIndex(file.file(), graph.getGraphDef());
    GraphDef run = nodes.pruned(roles.all());
    GraphProof proof = GraphProof.TRUSTED;
    if (!isTrusted) {
      KnownOps.check(file.file(), graph.getGraphDef(), run);
      proof = proof(nodes, roles, network);
      if (proof == GraphProof.SAME) { // then no part of the file reaches TensorFlow
        roles = roles.computedBy(Roles.of(network));
        run = new GraphIndex(file.file(), network.graph()).pruned(roles.all());
      } else {
        run = GraphCheck.check(file.file(), nodes, roles, imageSize, network);
      }
    }
    return new InceptionModule(
        directory,
        Format.TF1,
        file.tagSets(),
        new TreeSet<>(graph.getSignatureDefMap().keySet()),
        new Computation(run, proof, roles, variables),
        weights,
        imageSize,
        Optional.empty(),
        Optional.empty(),
        ReferenceWeights.isReference(weights));
  }

  private static GraphProof proof(GraphIndex graph, Roles roles, NetworkGraph network)
      throws ModelFormatException {
    return GraphComparison.isSame(graph, roles, network) ? GraphProof.SAME : GraphProof.UNPROVEN;
  }

  /**
   * Reads a TF2 model. Its functions return only one tensor each, and version 4 of the Hub modules
   * has no signature at all. Its variables are the same as those of a TF1 module, so this library
   * runs them in its own graph, which has every role.
   */
  private static InceptionModule readTf2(Path directory, SavedModelFile file, Weights weights)
      throws IOException {
    Set<String> signatures = new TreeSet<>(file.inferenceGraph().getSignatureDefMap().keySet());
    return inOurGraph(directory, Format.TF2, file.tagSets(), signatures, weights);
  }

  /**
   * Reads a checkpoint of TF-Slim's Inception V2 and checks everything except the values of its
   * variables. Variables of an optimizer are ignored.
   *
   * @param path a V1 file, a V2 prefix, or one of the files with that prefix
   * @throws ModelFormatException if it is not a complete checkpoint of Inception V2
   */
  public static InceptionModule checkpoint(Path path) throws IOException {
    Weights all = Checkpoints.open(path);
    List<String> names =
        NetworkBuilder.variables(VariableCheck.classes(all)).stream()
            .map(VariableSpec::name)
            .toList();
    return inOurGraph(path, Format.CHECKPOINT, List.of(), Set.of(), NetworkWeights.of(all, names));
  }

  private static InceptionModule inOurGraph(
      Path path, Format format, List<Set<String>> tagSets, Set<String> signatures, Weights weights)
      throws IOException {
    Computation computation =
        Computation.of(NetworkBuilder.build(Form.INFERENCE, VariableCheck.classes(weights)));
    VariableCheck.check(weights.origin(), weights, computation.variables());
    return new InceptionModule(
        path,
        format,
        tagSets,
        signatures,
        computation,
        weights,
        InputSize.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        ReferenceWeights.isReference(weights));
  }
}
