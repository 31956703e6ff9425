package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Reads each of the {@link MessageBombs} in an otherwise complete module. */
public final class MessageBombProbe {

  private MessageBombProbe() {}

  /** Argument: a module's directory, whose {@code saved_model.pb} is overwritten. */
  public static void main(String[] args) throws Exception {
    Path module = Path.of(args[0]);
    for (Map.Entry<String, Supplier<byte[]>> bomb : MessageBombs.all().entrySet()) {
      Files.write(module.resolve("saved_model.pb"), bomb.getValue().get());
      System.out.println(bomb.getKey() + ": " + outcome(module));
    }
  }

  private static String outcome(Path module) {
    try {
      ModuleReader.read(module);
      return "FAILED: was read";
    } catch (ModelFormatException e) {
      return "refused: " + e.getMessage();
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return "FAILED: " + e;
    }
  }
}
