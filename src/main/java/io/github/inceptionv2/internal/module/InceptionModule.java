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
 * A model that was read and checked but not opened yet, so it has no native memory.
 *
 * @param path the directory, or a name if the module has no directory
 * @param format the kind of module
 * @param tagSets all tag sets in the file
 * @param signatures the names of the inference graph's signatures
 * @param computation the computation and its graph
 * @param weights the variables' values
 * @param imageSize the expected height and width
 * @param labels the names of the classes in the order of their logits, if the module has them
 * @param ranges the ranges of activations for int8, if the module is calibrated
 * @param isReference true if the weights are the formula's untrained weights
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
    /**
     * A graph with named variables: a TF1 Hub module, a module of this library, or another TF1
     * SavedModel.
     */
    TF1("TF1 module with named variables"),
    /** A TF2 SavedModel: functions, and variables found through an object graph. */
    TF2("TF2 SavedModel, run in this library's own graph"),
    /** Variables without a graph. */
    CHECKPOINT("checkpoint, run in this library's own graph"),
    /** Built in memory by this library. */
    BUILT("built in memory");

    private final String description;

    Format(String description) {
      this.description = description;
    }

    /** Returns a human-readable description. */
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
   * Returns the network with {@code classes} logits and trained weights.
   *
   * @param classes 0 for a network that ends at the feature vector
   * @param weights the values of the variables; variables of an optimizer are ignored. Values are
   *     read when the module is written or opened, so they must not change until then
   * @param labels one label for each class, none of them blank; empty for a module without labels
   * @throws ModelFormatException if a variable of the network is missing or misshapen
   * @throws IllegalArgumentException if the labels do not match the classes
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

  /** Returns this module with other ranges of activations. */
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

  /** Returns this module with the graph that this library builds. */
  public InceptionModule inOurGraph() {
    return with(Computation.of(NetworkBuilder.build(Form.INFERENCE, classes())));
  }

  /** Returns this module with roles that {@code network} computes, without its own graph. */
  public InceptionModule runBy(NetworkGraph network) {
    return with(computation.runBy(network));
  }

  /** Returns the tensors that the model computes from images. */
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
   * @throws ModelFormatException if a value is damaged or not finite
   */
  public void checkValues() throws IOException {
    Weights finite = new FiniteWeights(weights);
    for (VariableSpec variable : variables()) {
      finite.read(variable.name());
    }
  }

  /** Returns the number of logits; 0 for a feature-vector module. */
  public int classes() {
    return VariableCheck.classes(weights);
  }
}
