package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.testing.Golden;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * An image has the same numbers each time, bit for bit, whatever else the process has computed.
 *
 * <p>Each TensorFlow thread caches oneDNN's primitive for a convolution by its sizes and fused
 * operations. Two graphs that agree in these share a primitive, although the layout of their
 * weights in memory may differ. The thread then decides in which of two ways an image is computed.
 */
class SteadyNumbersTest {

  @Test
  void logits_afterAnExplanationAndAPlainModel_stayTheSame() throws Exception {
    Process process =
        ChildProcess.of(Child.class).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes());

    assertEquals(0, process.waitFor(), out);
    assertEquals("kinds: 1", out.trim());
  }

  /** Computes gradients first, because the first primitive is the one that is cached. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      ImageSource image = ImageSource.ofRgb(Golden.image(0, 224, 224), ImageSize.square(224));
      RuntimeOptions plain = RuntimeOptions.builder().optimized(false).build();
      try (InceptionV2 model = InceptionV2.load(ModelSource.untrained());
          InceptionV2 asItIs = InceptionV2.builder(ModelSource.untrained()).runtime(plain).load()) {
        model.explain(image, 1);
        asItIs.logits(image);
        Set<Integer> kinds = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
          kinds.add(Arrays.hashCode(model.logits(image)));
        }
        System.out.println("kinds: " + kinds.size());
      }
    }
  }
}
