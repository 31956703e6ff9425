package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Weights with recorded correct outputs, from a double-precision implementation that is independent
 * of TensorFlow. The files in the directory {@code reference} say how the outputs were made.
 *
 * @param name the name of the weights
 * @param body the fingerprint of all variables except those of the logits
 * @param whole the fingerprint of all variables
 * @param features the feature vector of the formula's 224x224 image k = 0
 * @param logits the logits of that image
 */
public record KnownWeights(
    String name, String body, String whole, float[] features, float[] logits) {

  private static final List<String> FILES = List.of("formula", "flowers");

  /** The known weights that match a module's, either completely or except those of the logits. */
  public record Match(KnownWeights known, boolean isWhole) {}

  /** Finds the known weights with the values that {@code variables} have in {@code weights}. */
  public static Optional<Match> find(Weights weights, List<VariableSpec> variables)
      throws IOException {
    String body = Fingerprint.of(weights, names(body(variables)));
    for (String file : FILES) {
      KnownWeights known = read(file);
      if (known.body.equals(body)) {
        String whole = Fingerprint.of(weights, names(variables));
        return Optional.of(new Match(known, known.whole.equals(whole)));
      }
    }
    return Optional.empty();
  }

  private static List<String> names(List<VariableSpec> variables) {
    return variables.stream().map(VariableSpec::name).toList();
  }

  private static List<VariableSpec> body(List<VariableSpec> variables) {
    return variables.stream().filter(variable -> !variable.isOfLogits()).toList();
  }

  private static KnownWeights read(String file) throws IOException {
    Properties facts = new Properties();
    String path = "/io/github/inceptionv2/reference/" + file + ".properties";
    try (InputStream in = KnownWeights.class.getResourceAsStream(path);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      facts.load(reader);
    }
    return new KnownWeights(
        facts.getProperty("name"),
        facts.getProperty("body"),
        facts.getProperty("whole"),
        floats(facts.getProperty("features")),
        floats(facts.getProperty("logits")));
  }

  private static float[] floats(String text) {
    String[] numbers = text.trim().split(" ");
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i]);
    }
    return values;
  }
}
