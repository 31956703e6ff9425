package io.github.inceptionv2.training;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleOpener;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.FreshWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.weights.VariableValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The initial weights of a training run.
 *
 * @param weights all variables of the network
 * @param hasNewLogits true if a trained network gets logits for different classes from its own
 */
record StartWeights(HeapWeights weights, boolean hasNewLogits) {

  /** Returns the variables of the network with one logit for each of {@code labels}. */
  static StartWeights of(Optional<ModelSource> source, List<String> labels, long seed)
      throws IOException {
    List<VariableSpec> variables = NetworkBuilder.variables(labels.size());
    if (source.isEmpty()) {
      return new StartWeights(
          HeapWeights.copy(new FreshWeights(variables, seed), variables), false);
    }
    InceptionModule module = ModuleOpener.open(source.get());
    List<String> known = module.labels().map(StartWeights::normal).orElse(List.of());
    if (module.classes() > 0 && known.equals(labels)) {
      return new StartWeights(HeapWeights.copy(module.weights(), variables), false);
    }
    List<VariableSpec> body =
        variables.stream().filter(variable -> !variable.isOfLogits()).toList();
    HeapWeights logits =
        logits(
            variables.stream().filter(VariableSpec::isOfLogits).toList(),
            module,
            module.classes() > 0 ? known : List.of(),
            labels);
    return new StartWeights(HeapWeights.copy(module.weights(), body).with(logits), true);
  }

  private static List<String> normal(List<String> labels) {
    return labels.stream().map(ClassName::normal).toList();
  }

  /**
   * Returns the model's logits for the classes that it already knows. Other classes get zeros,
   * which favour no class.
   */
  private static HeapWeights logits(
      List<VariableSpec> variables, InceptionModule module, List<String> known, List<String> labels)
      throws IOException {
    Map<String, VariableValue> values = new LinkedHashMap<>();
    for (VariableSpec variable : variables) {
      float[] columns = new float[variable.size()];
      if (!known.isEmpty()) {
        copyColumns(module.weights().read(variable.name()), known, columns, labels);
      }
      values.put(variable.name(), VariableValue.of(variable, columns));
    }
    return new HeapWeights(values, module.path());
  }

  private static void copyColumns(
      float[] from, List<String> known, float[] to, List<String> labels) {
    for (int k = 0; k < labels.size(); k++) {
      int column = known.indexOf(labels.get(k));
      for (int row = 0; column >= 0 && row < to.length / labels.size(); row++) {
        to[row * labels.size() + k] = from[row * known.size() + column];
      }
    }
  }
}
