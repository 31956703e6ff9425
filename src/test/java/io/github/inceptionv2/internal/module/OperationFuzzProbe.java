package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.graph.GraphIndex;
import io.github.inceptionv2.internal.graph.GraphLimits;
import io.github.inceptionv2.internal.graph.RefusedGraphException;
import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Result;
import org.tensorflow.proto.GraphDef;

/**
 * Checks graphs of hostile operations against the limits of foreign graphs and runs those that
 * pass, in a JVM that they may crash. Prints each seed before it is tried.
 *
 * <p>With {@code -Dfuzz.unchecked=true}, TensorFlow gets all graphs, to show what the limits
 * prevent.
 */
final class OperationFuzzProbe {

  private static final List<Role> ROLES =
      List.of(
          new Role(
              OperationCase.IMAGES + ":0",
              List.of(-1L, -1L, -1L, 3L),
              OperationCase.RESULT + ":0",
              List.of()));

  /** Shapes of images: batch, height and width. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {1, 224, 224},
          new int[] {2, 97, 65},
          new int[] {3, 32, 32},
          new int[] {1, 33, 128});

  private static final boolean IS_UNCHECKED = Boolean.getBoolean("fuzz.unchecked");
  private static final NetworkGraph NETWORK = NetworkBuilder.build(Form.INFERENCE, 0);

  private OperationFuzzProbe() {}

  /** Arguments: the first seed and the number of seeds. */
  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[0]);
    Map<String, Integer> outcomes = new TreeMap<>();
    long slowest = 0;
    for (long end = seed + Long.parseLong(args[1]); seed < end; seed++) {
      System.out.println("SEED " + seed);
      long start = System.nanoTime();
      String outcome = outcome(OperationCase.of(seed));
      slowest = Math.max(slowest, System.nanoTime() - start);
      if (outcome.startsWith("FAILED")) {
        System.out.println(outcome + ", seed " + seed);
      }
      outcomes.merge(outcome.replaceAll("(?s):.*", ""), 1, Integer::sum);
    }
    System.out.println("SLOWEST " + slowest / 1_000_000);
    System.out.println("OUTCOMES " + outcomes);
  }

  private static String outcome(GraphDef graph) throws Exception {
    GraphDef checked = graph;
    GraphLimits limits = null;
    if (!IS_UNCHECKED) {
      try {
        GraphIndex index = new GraphIndex(Path.of("fuzz"), graph);
        checked = GraphLimits.rewritten(index, ROLES, NETWORK);
        limits = new GraphLimits(checked, NETWORK);
        limits.check(ROLES, List.of(1L, 224L, 224L, 3L));
      } catch (RefusedGraphException e) {
        return "refused";
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        return "FAILED: " + e + " at " + e.getStackTrace()[0];
      }
    }
    try (GraphSession session = GraphSession.open(checked, SessionConfig.DEFAULT)) {
      for (int[] shape : SHAPES) {
        run(session, shape, limits);
      }
      return "run";
    } catch (NativeException e) {
      return IS_UNCHECKED ? "refused by TensorFlow" : "FAILED: passed, but " + e.getMessage();
    }
  }

  private static void run(GraphSession session, int[] shape, GraphLimits limits) {
    List<Long> lengths = List.of((long) shape[0], (long) shape[1], (long) shape[2], 3L);
    try {
      if (limits != null) {
        limits.check(ROLES, lengths);
      }
    } catch (RefusedGraphException e) {
      return;
    }
    float[] values = new float[shape[0] * shape[1] * shape[2] * 3];
    try (ImageBatch images = new ImageBatch(Tensors.of(values, shape[0], shape[1], shape[2], 3));
        Result result =
            session.run(
                Map.of(ROLES.get(0).images(), images.tensor()),
                List.of(ROLES.get(0).tensor()),
                List.of())) {
      result.get(0).shape();
    }
  }
}
