package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleReader;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes modules whose weights are unknown to the self-check. */
public final class ChangedWeights {

  private static final String BETA = "InceptionV2/Mixed_3b/Branch_1/Conv2d_0a_1x1/BatchNorm/beta";

  private ChangedWeights() {}

  /** Writes the module in {@code from} to {@code to} with one number changed. */
  public static Path module(Path from, Path to) throws IOException {
    InceptionModule module = ModuleReader.read(from);
    Map<String, VariableValue> all = new LinkedHashMap<>();
    for (VariableSpec variable : module.variables()) {
      float[] values = module.weights().read(variable.name());
      all.put(variable.name(), new VariableValue(values, variable.shape()));
    }
    all.get(BETA).values()[3] += 0.125f;
    HeapWeights weights = new HeapWeights(all, Path.of("changed"));
    ModuleWriter.write(
        InceptionModule.trained(
            module.classes(), weights, module.imageSize(), module.labels().orElseThrow()),
        to);
    return to;
  }
}
