package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.graph.Computation;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.network.ActivationRanges;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import io.github.inceptionv2.internal.weights.NetworkWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import io.github.inceptionv2.internal.weights.VariableCheck;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model that was read and checked, but not yet opened: it holds no native memory.
 *
 * @param path the directory, or a name for what has none
 * @param format which kind of module it is
 * @param tagSets all tag sets in the file
 * @param signatures the names of the inference graph's signatures
 * @param computation what it computes, and by which graph
 * @param weights the variables' values
 * @param imageSize expected height and width
 * @param labels names of the classes in the order of their logits, if the module brings them
 * @param ranges of activations in int8, if the module is calibrated
 * @param isReference whether the weights are the untrained ones of the formula
 */
public record InceptionModule(
    Path path,
    Format format,
    List<Set<String>> tagSets,
    Set<String> signatures,
    Computation computation,
    Weights weights,
    InputSize imageSize,
    Optional<List<String>> labels,
    Optional<ActivationRanges> ranges,
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

  /** Returns the network with {@code classes} logits and reference weights. */
  public static InceptionModule reference(int classes) {
    return new InceptionModule(
        Path.of("untrained"),
        Format.BUILT,
        List.of(),
        Set.of(),
        Computation.of(NetworkBuilder.build(Form.INFERENCE, classes)),
        new ReferenceWeights(classes),
        InputSize.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /**
   * Returns the network with {@code classes} logits and the values that training left it with.
   *
   * @param classes 0 for a network that ends at the feature vector
   * @param weights what an optimizer keeps in it is left out; read when the module is written or
   *     opened, so that what is read must not change until then
   * @param labels as many as classes and none of them blank; or none at all, then the module does
   *     not bring any
   * @throws ModelFormatException if a variable of the network is missing or misshapen
   * @throws IllegalArgumentException if the labels do not fit
   */
  public static InceptionModule trained(
      int classes, Weights weights, InputSize imageSize, List<String> labels) throws IOException {
    Computation computation = Computation.of(NetworkBuilder.build(Form.INFERENCE, classes));
    List<String> names = computation.variables().stream().map(VariableSpec::name).toList();
    Weights used = NetworkWeights.of(weights, names);
    VariableCheck.check(weights.origin(), used, computation.variables());
    return new InceptionModule(
        Path.of("trained"),
        Format.BUILT,
        List.of(),
        Set.of(),
        computation,
        used,
        imageSize,
        LabelsFile.checked(labels, classes),
        Optional.empty(),
        ReferenceWeights.isReference(used));
  }

  /** Returns this module with other labels. */
  InceptionModule with(Optional<List<String>> newLabels) {
    return with(computation, newLabels, ranges);
  }

  /** Returns this module calibrated. */
  public InceptionModule calibrated(Optional<ActivationRanges> newRanges) {
    return with(computation, labels, newRanges);
  }

  private InceptionModule with(Computation other) {
    return with(other, labels, ranges);
  }

  private InceptionModule with(
      Computation other, Optional<List<String>> newLabels, Optional<ActivationRanges> newRanges) {
    return new InceptionModule(
        path,
        format,
        tagSets,
        signatures,
        other,
        weights,
        imageSize,
        newLabels,
        newRanges,
        isReference);
  }

  /** Returns the same weights in the graph that is built here. */
  public InceptionModule inOurGraph() {
    return with(Computation.of(NetworkBuilder.build(Form.INFERENCE, classes())));
  }

  /** Returns the same weights, run in another graph, of which only the roles are kept. */
  public InceptionModule runBy(NetworkGraph network) {
    return with(computation.runBy(network));
  }

  /** Returns what the model computes from images. */
  public Roles roles() {
    return computation.roles();
  }

  /** Returns the names and shapes of the model's variables. */
  public List<VariableSpec> variables() {
    return computation.variables();
  }

  /**
   * Reads the values of all variables.
   *
   * @throws ModelFormatException if one is damaged or not finite
   */
  public void checkValues() throws IOException {
    Weights finite = new FiniteWeights(weights);
    for (VariableSpec variable : variables()) {
      finite.read(variable.name());
    }
  }

  /** The number of logits; 0 for a feature-vector module. */
  public int classes() {
    return VariableCheck.classes(weights);
  }
}
