package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The maximum output of each layer of a quantized network. Byte 255 represents this maximum, and
 * byte 0 represents 0. Immutable.
 *
 * @param maxima the maximum of each convolution, including the stem, by path
 */
public record ActivationRanges(Map<String, Float> maxima) {

  /** The paths of the network's layers that have a range. */
  public static final List<String> LAYERS = List.copyOf(groups(Architecture.LAYERS).keySet());

  public ActivationRanges {
    maxima = Collections.unmodifiableMap(new LinkedHashMap<>(maxima));
  }

  /** Returns ranges in which all layers of {@code table} have the same maximum. */
  static ActivationRanges uniform(List<Layer> table, float maximum) {
    Map<String, Float> maxima = new LinkedHashMap<>();
    groups(table).keySet().forEach(path -> maxima.put(path, maximum));
    return new ActivationRanges(maxima);
  }

  /**
   * Returns these ranges, widened so that layers whose outputs are concatenated share one range:
   * bytes of different scales cannot be concatenated. The last layer keeps separate ranges, because
   * its outputs are converted to floats before they are concatenated. Pooling keeps the range of
   * its input, so a module with a branch that only pools shares the range of the module before it.
   */
  ActivationRanges joined(List<Layer> table) {
    Map<String, String> groups = groups(table);
    Map<String, Float> widest = new LinkedHashMap<>();
    groups.forEach((path, group) -> widest.merge(group, maxima.get(path), Math::max));
    Map<String, Float> all = new LinkedHashMap<>();
    groups.forEach((path, group) -> all.put(path, widest.get(group)));
    return new ActivationRanges(all);
  }

  /** Returns a map from each layer's path to the name of its output range. */
  static Map<String, String> groups(List<Layer> table) {
    Map<String, String> groups = new LinkedHashMap<>();
    String current = "";
    for (Layer layer : table) {
      if (layer instanceof Convolution || layer instanceof SeparableConvolution) {
        current = layer.name();
        groups.put(current, current);
      } else if (layer instanceof Mixed mixed) {
        boolean isLast = layer == table.get(table.size() - 1);
        current = add(mixed, current, isLast, groups);
      }
    }
    return groups;
  }

  private static String add(Mixed mixed, String input, boolean isLast, Map<String, String> groups) {
    String group = passesInput(mixed) ? input : mixed.name();
    for (int i = 0; i < mixed.branches().size(); i++) {
      List<Layer> branch = mixed.branches().get(i);
      for (Layer layer : branch) {
        if (layer instanceof Convolution) {
          String path = mixed.name() + "/Branch_" + i + "/" + layer.name();
          boolean isJoined = !isLast && layer == branch.get(branch.size() - 1);
          groups.put(path, isJoined ? group : path);
        }
      }
    }
    return group;
  }

  private static boolean passesInput(Mixed mixed) {
    return mixed.branches().stream()
        .anyMatch(branch -> branch.stream().allMatch(Pool.class::isInstance));
  }
}
