package io.github.inceptionv2.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Classifies images from the command line.
 *
 * <p>Exit codes: 0 for success; 1 if a file or model failed (other files are still processed) or
 * standard output cannot be written (other files are not processed); 2 if the command line is
 * invalid.
 *
 * <p>This class uses no library, so it runs from the jar alone and names the missing libraries.
 */
public final class Main {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private static final List<Library> LIBRARIES =
      List.of(
          new Library("picocli", "picocli.CommandLine"),
          new Library("gson", "com.google.gson.Gson"),
          new Library("slf4j-api", "org.slf4j.LoggerFactory"),
          new Library("tensorflow-core-api", "org.tensorflow.TensorFlow"),
          new Library("tensorflow-core-native", "org.tensorflow.internal.c_api.TF_Output"));

  private record Library(String name, String type) {

    boolean isMissing() {
      try {
        Class.forName(type, false, Main.class.getClassLoader());
        return false;
      } catch (ClassNotFoundException e) {
        return true;
      }
    }
  }

  private Main() {}

  /** Runs a command, and exits the JVM with its exit code. */
  public static void main(String[] args) {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      System.err.println(
          "error: the class path lacks "
              + String.join(", ", missing)
              + "; this jar contains only the library: use bin/inception-v2 of the distribution, or"
              + " add the libraries to the class path and start "
              + Main.class.getName());
      System.exit(1);
    }
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "warn");
    }
    // System.out would hide errors. The writer buffers its output, and flushes after each line.
    System.exit(run(new FileOutputStream(FileDescriptor.out), System.err, args));
  }

  private static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Library library : LIBRARIES) {
      if (library.isMissing()) {
        missing.add(library.name());
      }
    }
    return missing;
  }

  /** Runs a command with output in UTF-8, and returns its exit code. */
  static int run(OutputStream out, OutputStream err, String... args) {
    return Commands.run(out, err, args);
  }
}
