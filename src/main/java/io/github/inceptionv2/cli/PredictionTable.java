package io.github.inceptionv2.cli;

import io.github.inceptionv2.Prediction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Prints predictions as rows of a table, with a head before the first. */
final class PredictionTable {

  private static final List<String> HEAD =
      List.of("image", "rank", "label", "probability", "index", "wordNetId", "logit");

  /** Characters that make a spreadsheet compute a cell; the second four are as wide as Chinese. */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n";

  private final PrintWriter out;
  private final OutputFormat format;
  private boolean hasHead;

  PredictionTable(PrintWriter out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  void predictions(Path image, List<Prediction> predictions) {
    if (!hasHead) {
      hasHead = true;
      row(HEAD);
    }
    for (int i = 0; i < predictions.size(); i++) {
      Prediction of = predictions.get(i);
      row(
          List.of(
              text(image.toString()),
              String.valueOf(i + 1),
              text(of.label()),
              String.valueOf(of.probability()),
              String.valueOf(of.index()),
              of.wordNetId().map(this::text).orElse(""),
              String.valueOf(of.logit())));
    }
  }

  private void row(List<String> cells) {
    String separator = format == OutputFormat.CSV ? "," : "\t";
    out.println(cells.stream().collect(Collectors.joining(separator)));
  }

  private String text(String value) {
    return format == OutputFormat.CSV ? quoted(value) : escaped(value);
  }

  private static String quoted(String value) {
    boolean isFormula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    String cell = isFormula ? "'" + value : value;
    return cell.matches("(?s).*[,\"\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static String escaped(String value) {
    return EscapedWriter.line(value.replace("\\", "\\\\"));
  }
}
