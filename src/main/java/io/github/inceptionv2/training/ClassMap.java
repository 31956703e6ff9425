package io.github.inceptionv2.training;

import io.github.inceptionv2.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Maps the classes of labelled images to those of a model, by label or WordNet id. Thread-safe. */
final class ClassMap {

  /** The label for predicted classes that are not among the images' classes. */
  static final String OTHER = "other";

  private static final int MAX_NAMED = 20;

  private final List<String> names;
  private final Labels model;
  private final int[] modelClasses;
  private final int[] folderClasses;

  private ClassMap(List<String> names, Labels model) {
    this.names = names;
    this.model = model;
    this.modelClasses = new int[names.size()];
    this.folderClasses = new int[model.size()];
    Arrays.fill(folderClasses, names.size());
    Map<String, List<Integer>> known = known(model);
    for (int i = 0; i < modelClasses.length; i++) {
      modelClasses[i] = find(names.get(i), known);
      if (folderClasses[modelClasses[i]] < names.size()) {
        throw new IllegalArgumentException(
            "labels \""
                + names.get(folderClasses[modelClasses[i]])
                + "\" and \""
                + names.get(i)
                + "\" are the same class of the model; expected each class only once");
      }
      folderClasses[modelClasses[i]] = i;
    }
  }

  /**
   * Finds each of {@code names} among the classes of {@code model}.
   *
   * @throws IllegalArgumentException if {@code names} is empty, a name matches no class or several
   *     classes, or two names match the same class
   */
  static ClassMap of(List<String> names, Labels model) {
    List<String> copy = List.copyOf(names);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException("labels must not be empty");
    }
    return new ClassMap(copy, model);
  }

  private static Map<String, List<Integer>> known(Labels model) {
    Map<String, List<Integer>> known = new HashMap<>();
    for (int i = 0; i < model.size(); i++) {
      known.computeIfAbsent(ClassName.normal(model.label(i)), name -> new ArrayList<>()).add(i);
      int index = i;
      model
          .wordNetId(i)
          .filter(id -> !id.equals(model.label(index)))
          .ifPresent(id -> known.computeIfAbsent(id, name -> new ArrayList<>()).add(index));
    }
    return known;
  }

  private int find(String name, Map<String, List<Integer>> known) {
    List<Integer> found = known.getOrDefault(ClassName.normal(name), List.of());
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown label \"" + name + "\"; the model's classes: " + describe());
    } else if (found.size() > 1) {
      throw new IllegalArgumentException(
          "label \""
              + name
              + "\" matches several classes of the model, "
              + found
              + "; use a WordNet id as the label, or give the model distinct labels");
    }
    return found.get(0);
  }

  private String describe() {
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < model.size(); i++) {
      all.add(model.label(i));
    }
    List<String> first = all.stream().limit(MAX_NAMED).toList();
    return first + (all.size() > MAX_NAMED ? " and others, " + all.size() + " in all" : "");
  }

  /** Returns the images' labels. */
  List<String> names() {
    return names;
  }

  /** Returns the images' labels, and {@value #OTHER} if the model has further classes. */
  List<String> predictable() {
    List<String> all = new ArrayList<>(names);
    if (model.size() > names.size()) {
      all.add(OTHER);
    }
    return List.copyOf(all);
  }

  /** Returns the number of the model's classes. */
  int modelSize() {
    return model.size();
  }

  /** Returns the model's index of the images' class {@code label}. */
  int inModel(int label) {
    return modelClasses[label];
  }

  /** Returns the index in {@link #predictable} of the model's class {@code index}. */
  int inFolder(int index) {
    return folderClasses[index];
  }

  /**
   * Returns the name of the model's class {@code index}: the images' label for the class, or the
   * model's label if the images have none.
   */
  String name(int index) {
    int label = folderClasses[index];
    return label < names.size() ? names.get(label) : model.label(index);
  }
}
