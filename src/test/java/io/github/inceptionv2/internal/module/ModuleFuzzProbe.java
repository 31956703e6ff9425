package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.InferenceException;
import io.github.inceptionv2.ModelCache;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Opens damaged modules, one after another, in a JVM that they may crash. Prints each seed before
 * it is tried.
 */
final class ModuleFuzzProbe {

  private static final int SIZE = 72;

  /** One in this many cases is an archive, which takes longer. */
  private static final int ARCHIVES = 24;

  private static final ImageSource IMAGE =
      ImageSource.ofRgb(Golden.image(0, SIZE, SIZE), ImageSize.square(SIZE));

  /** The numbers that must be right if the model has them. */
  private static final List<Numbers> NUMBERS =
      List.of(
          model -> model.featureVector(IMAGE),
          model -> model.endpoint(IMAGE, "Mixed_4e").values(),
          model -> model.logits(IMAGE));

  private ModuleFuzzProbe() {}

  /** Numbers that a model computes. */
  private interface Numbers {
    float[] of(InceptionV2 model) throws IOException;
  }

  /**
   * Arguments: an undamaged module, a working directory, the first seed and the number of seeds.
   */
  public static void main(String[] args) throws Exception {
    Path whole = Path.of(args[0]);
    Path work = Fixtures.copy(whole, Path.of(args[1]));
    long seed = Long.parseLong(args[2]);
    Map<String, Integer> outcomes = new TreeMap<>();
    float[][] right = numbers(ModelSource.directory(whole));
    Path packed = Path.of(args[1] + ".tar.gz");
    byte[] archive = Files.readAllBytes(Fixtures.pack(whole, packed));
    for (long end = seed + Long.parseLong(args[3]); seed < end; seed++) {
      System.out.println("SEED " + seed);
      ModuleMutator mutator = new ModuleMutator(seed);
      boolean isPacked = seed % ARCHIVES == 0;
      String what;
      if (isPacked) {
        Files.write(packed, archive);
        what = mutator.mutateBytes(packed);
      } else {
        restore(whole, work);
        what = mutator.mutate(work);
      }
      String outcome = outcome(isPacked ? archive(packed) : ModelSource.directory(work), right);
      if (outcome.startsWith("FAILED")) {
        System.out.println(outcome + " after " + what);
      }
      outcomes.merge(outcome.replaceAll(":.*", ""), 1, Integer::sum);
    }
    System.out.println("OUTCOMES " + outcomes);
  }

  private static ModelSource archive(Path packed) throws IOException {
    Path cache = Files.createTempDirectory(packed.toAbsolutePath().getParent(), "cache");
    return ModelSource.archive(packed).in(ModelCache.builder().directory(cache).build());
  }

  private static void restore(Path whole, Path work) throws IOException {
    for (String file :
        new String[] {"saved_model.pb", "variables/variables.index", "assets/labels.txt"}) {
      Files.write(work.resolve(file), Files.readAllBytes(whole.resolve(file)));
    }
    Path data = work.resolve("variables/variables.data-00000-of-00001");
    Path wholeData = whole.resolve("variables/variables.data-00000-of-00001");
    if (Files.mismatch(data, wholeData) >= 0) {
      Files.write(data, Files.readAllBytes(wholeData));
    }
  }

  private static String outcome(ModelSource module, float[][] right) {
    try (InceptionV2 model = InceptionV2.load(module)) {
      return compareAll(model, right);
    } catch (IOException | IllegalArgumentException e) {
      return e.getMessage() == null ? "FAILED: no message: " + e : "refused when opened";
    } catch (InferenceException e) {
      return "FAILED: opened, but " + e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return "FAILED: " + e + " at " + e.getStackTrace()[0];
    }
  }

  private static String compareAll(InceptionV2 model, float[][] right) throws IOException {
    String outcome = "opened, numbers right";
    for (int i = 0; i < NUMBERS.size(); i++) {
      try {
        compare(NUMBERS.get(i).of(model), right[i]);
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        outcome = "opened, without an output"; // its signature is gone
      }
    }
    return outcome;
  }

  private static void compare(float[] found, float[] right) {
    for (int i = 0; i < right.length; i++) {
      if (!(Math.abs(found[i] - right[i]) <= 1e-4)) {
        throw new IllegalStateException(
            "silently wrong, number " + i + " is " + found[i] + ", not " + right[i]);
      }
    }
  }

  private static float[][] numbers(ModelSource module) throws IOException {
    float[][] all = new float[NUMBERS.size()][];
    try (InceptionV2 model = InceptionV2.load(module)) {
      for (int i = 0; i < all.length; i++) {
        all[i] = NUMBERS.get(i).of(model);
      }
    }
    return all;
  }
}
