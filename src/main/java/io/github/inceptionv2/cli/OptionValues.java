package io.github.inceptionv2.cli;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Parses the values of options. Error messages use the terms of the command line. */
final class OptionValues {

  private OptionValues() {}

  /** Registers converters for numbers, booleans and every enum in the options of {@code line}. */
  static void register(CommandLine line) {
    line.registerConverter(
        Integer.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    line.registerConverter(
        int.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    line.registerConverter(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
    line.registerConverter(Double.class, OptionValues::number);
    line.registerConverter(double.class, OptionValues::number);
    line.registerConverter(Boolean.class, OptionValues::truth);
    line.registerConverter(boolean.class, OptionValues::truth);
    registerEnums(line, line.getCommandSpec());
  }

  private static void registerEnums(CommandLine line, CommandSpec command) {
    command.options().stream()
        .map(OptionSpec::type)
        .filter(Class::isEnum)
        .forEach(type -> register(line, type));
    command.subcommands().values().forEach(sub -> registerEnums(line, sub.getCommandSpec()));
  }

  private static <T> void register(CommandLine line, Class<T> type) {
    line.registerConverter(type, new Choice<>(List.of(type.getEnumConstants())));
  }

  /** Converts the name of an enum constant, ignoring case. */
  private record Choice<T>(List<T> constants) implements ITypeConverter<T> {

    @Override
    public T convert(String text) {
      return constants.stream()
          .filter(constant -> name(constant).equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is not one of "
                          + String.join(", ", constants.stream().map(Choice::name).toList())));
    }

    private static String name(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
  }

  private static long whole(String text, long least, long most) {
    if (!text.matches("[-+]?[0-9]{1,400}")) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
    BigInteger value = new BigInteger(text);
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is out of range; expected a whole number from " + least + " to " + most);
    }
    return value.longValueExact();
  }

  private static double number(String text) {
    if (!text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
      throw new TypeConversionException("'" + text + "' is not a number such as 0.1");
    }
    return Double.parseDouble(text);
  }

  private static boolean truth(String text) {
    if (!Arrays.asList("true", "false").contains(text.toLowerCase(Locale.ROOT))) {
      throw new TypeConversionException("'" + text + "' is neither true nor false");
    }
    return Boolean.parseBoolean(text);
  }

  /**
   * Parses a value with two whole numbers, such as {@code 224x224}.
   *
   * @param form a pattern with a group for each number
   * @param expected the end of the error message, after the invalid text
   */
  static <T> T pair(
      String text, Pattern form, String expected, BiFunction<Integer, Integer, T> maker) {
    Matcher pair = form.matcher(text);
    if (!pair.matches()) {
      throw new TypeConversionException("'" + text + "' " + expected);
    }
    try {
      return maker.apply(Integer.parseInt(pair.group(1)), Integer.parseInt(pair.group(2)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * Sets a value, unless it is null.
   *
   * @throws IllegalArgumentException if {@code setter} rejects the value; the message names the
   *     option instead of the setter's parameter
   */
  static <T> void set(String option, T value, Consumer<T> setter) {
    if (value == null) {
      return;
    }
    try {
      setter.accept(value);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage().replaceFirst("^[\\p{Alpha} -]+ (?=\\()", "");
      String separator = message.startsWith("(") ? " " : ": ";
      throw new IllegalArgumentException(option + separator + message, e);
    }
  }

  /** Rejects a combination of options if {@code isWrong}. */
  static void refuse(boolean isWrong, String message) {
    if (isWrong) {
      throw new IllegalArgumentException(message);
    }
  }
}
