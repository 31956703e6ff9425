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
 * Weights whose right numbers are recorded, of an implementation in double precision that shares
 * nothing with TensorFlow. The files in the folder {@code reference} say how they came about.
 *
 * @param name what the weights are called
 * @param body fingerprint of all variables but those of the logits
 * @param whole fingerprint of all variables
 * @param features of the image k = 0 of 224x224 of the formula
 * @param logits likewise
 */
public record KnownWeights(
    String name, String body, String whole, float[] features, float[] logits) {

  private static final List<String> FILES = List.of("formula", "flowers");

  /** What is known of a module's weights: all of them, or all but those of the logits. */
  public record Match(KnownWeights known, boolean isWhole) {}

  /** Finds {@code weights} among those that are known, by the values of {@code variables}. */
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
