package io.github.inceptionv2.internal.graph;

import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.tensorflow.proto.GraphDef;

/**
 * Checks that a module's graph stays within the limits of Inception V2's operations. Runs when the
 * module is read.
 */
public final class GraphCheck {

  /** The maximum batch size that a signature may fix. */
  private static final long MAX_BATCH = 64;

  private GraphCheck() {}

  /**
   * Returns {@code graph}, rewritten for TensorFlow.
   *
   * @param size the height and width that the module expects
   * @throws ModelFormatException if the graph cannot compute {@code roles} at this size within the
   *     limits of this network
   */
  public static GraphDef check(
      Path file, GraphIndex graph, Roles roles, InputSize size, NetworkGraph network)
      throws ModelFormatException {
    try {
      GraphDef rewritten = GraphLimits.rewritten(graph, roles.all(), network);
      GraphLimits limits = new GraphLimits(rewritten, network);
      Map<List<Object>, List<Role>> bySource =
          roles.all().stream()
              .collect(Collectors.groupingBy(role -> List.of(role.images(), role.imagesShape())));
      for (List<Role> together : bySource.values()) {
        for (List<Long> images : shapes(together.get(0).imagesShape(), size)) {
          limits.check(together, images);
        }
      }
      return rewritten;
    } catch (RefusedGraphException e) {
      throw refused(file, e);
    }
  }

  /**
   * Returns the shapes of images to check: one image and two images, or the batch size that a
   * signature fixes.
   */
  private static List<List<Long>> shapes(List<Long> taken, InputSize size) {
    if (taken.get(0) > MAX_BATCH) {
      throw new RefusedGraphException(
          "it requires batches of " + taken.get(0) + " images, expected at most " + MAX_BATCH);
    }
    List<List<Long>> shapes = new ArrayList<>();
    for (long count : taken.get(0) > 0 ? new long[] {taken.get(0)} : new long[] {1, 2}) {
      long height = taken.get(1) > 0 ? taken.get(1) : size.height();
      long width = taken.get(2) > 0 ? taken.get(2) : size.width();
      shapes.add(LongStream.of(count, height, width, 3).boxed().toList());
    }
    return shapes;
  }

  static ModelFormatException refused(Path file, RefusedGraphException reason) {
    return new ModelFormatException(
        file,
        "has a graph that cannot compute what its signatures promise within the limits of"
            + " Inception V2: "
            + reason.getMessage()
            + "; the graph is corrupt or belongs to another network: copy the whole module again,"
            + " or, if you trust its author, open it with ModelSource.trusted() (--trust on the"
            + " command line)",
        reason);
  }
}
