package io.github.inceptionv2.training;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.internal.module.FreshWeights;
import io.github.inceptionv2.internal.module.HeapWeights;
import io.github.inceptionv2.internal.module.Module;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a training starts with: a model's weights, and fresh ones for new logits. */
final class StartWeights {

  private StartWeights() {}

  /** The variables of the network with one logit for each of {@code labels}. */
  static HeapWeights of(Optional<ModelSource> source, List<String> labels, long seed)
      throws IOException {
    List<VariableSpec> variables = NetworkGraph.variables(labels.size());
    HeapWeights fresh = HeapWeights.copy(new FreshWeights(variables, seed), variables);
    if (source.isEmpty()) {
      return fresh;
    }
    // Any model can be written as a module, and any module be read: one road for all of them.
    Path directory = Files.createTempDirectory("inception-v2-");
    try {
      Path path = directory.resolve("module");
      source.get().writeModule(path);
      Module module = Module.read(path);
      boolean isSameHead = module.labels().equals(Optional.of(labels));
      List<VariableSpec> kept =
          variables.stream().filter(variable -> isSameHead || !variable.isOfLogits()).toList();
      return fresh.with(HeapWeights.copy(module.weights(), kept));
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
