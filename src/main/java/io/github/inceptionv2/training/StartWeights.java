package io.github.inceptionv2.training;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleOpener;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.weights.FreshWeights;
import io.github.inceptionv2.internal.weights.HeapWeights;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a training starts with: a model's weights, and fresh ones for new logits. */
final class StartWeights {

  private StartWeights() {}

  /** The variables of the network with one logit for each of {@code labels}. */
  static HeapWeights of(Optional<ModelSource> source, List<String> labels, long seed)
      throws IOException {
    List<VariableSpec> variables = NetworkBuilder.variables(labels.size());
    HeapWeights fresh = HeapWeights.copy(new FreshWeights(variables, seed), variables);
    if (source.isEmpty()) {
      return fresh;
    }
    InceptionModule module = ModuleOpener.open(source.get());
    boolean isSameHead = module.labels().map(StartWeights::normal).equals(Optional.of(labels));
    List<VariableSpec> kept =
        variables.stream().filter(variable -> isSameHead || !variable.isOfLogits()).toList();
    return fresh.with(HeapWeights.copy(module.weights(), kept));
  }

  private static List<String> normal(List<String> labels) {
    return labels.stream().map(ClassName::normal).toList();
  }
}
