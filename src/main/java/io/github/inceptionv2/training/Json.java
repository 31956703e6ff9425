package io.github.inceptionv2.training;

import java.util.function.Supplier;

/** Makes JSON, if an application has Gson on its class path: the one way to what needs it. */
final class Json {

  private Json() {}

  static String of(Evaluation evaluation) {
    return checked(() -> JsonText.of(evaluation));
  }

  static String of(TrainingReport report) {
    return checked(() -> JsonText.of(report));
  }

  private static String checked(Supplier<String> text) {
    try {
      return text.get();
    } catch (NoClassDefFoundError e) {
      throw new UnsupportedOperationException(
          "JSON needs Gson on the class path, the optional dependency com.google.code.gson:gson",
          e);
    }
  }
}
