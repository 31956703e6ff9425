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
 * Holds a foreign graph to what the operations of Inception V2 can have, when its module is read.
 */
public final class GraphCheck {

  /** Images in a batch where a signature fixes their number. */
  private static final long MAX_BATCH = 64;

  private GraphCheck() {}

  /**
   * Returns what TensorFlow is given of {@code graph}.
   *
   * @param size the height and width that the module expects
   * @throws ModelFormatException if the graph cannot compute {@code roles} at this size as this
   *     network does
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

  /** One image and two, or as many as a signature takes. */
  private static List<List<Long>> shapes(List<Long> taken, InputSize size) {
    if (taken.get(0) > MAX_BATCH) {
      throw new RefusedGraphException(
          "it takes batches of " + taken.get(0) + " images, expected at most " + MAX_BATCH);
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
        "has a graph that cannot compute what its signatures promise as Inception V2 does: "
            + reason.getMessage()
            + "; the graph is damaged or not one of this network: copy the module again, whole, or"
            + " open it with ModelSource.trusted() (on the command line --trust) if you trust"
            + " whoever made it",
        reason);
  }
}
