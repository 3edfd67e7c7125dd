# frozen_string_literal: true

# Asks Capybara's own engine in Chromium. A line in: {"url": ..., "asked": [[method, [args], {options}]]}
# (a text that begins with ":" is a symbol, {"regex": ...} an expression); a line out: for each, the
# `data-n` of what is found, or how many where the match is ambiguous.

require 'capybara'
require 'json'
require 'selenium-webdriver'

Capybara.run_server = false
Capybara.default_max_wait_time = 0

Capybara.register_driver :chromium do |app|
  options = Selenium::WebDriver::Chrome::Options.new(binary: ENV.fetch('CHROMIUM'))
  ENV.fetch('FLAGS').split.each { |flag| options.add_argument(flag) }
  service = Selenium::WebDriver::Service.chrome(path: ENV.fetch('CHROMEDRIVER'))
  Capybara::Selenium::Driver.new(app, browser: :chrome, capabilities: options, service: service)
end

def plain(value)
  return Regexp.new(value['regex']) if value.is_a?(Hash)

  value.is_a?(String) && value.start_with?(':') ? value[1..].to_sym : value
end

def found(page, method, args, options)
  given = args.map { |each| plain(each) }
  named = options.to_h { |name, value| [name.to_sym, plain(value)] }
  Array(page.public_send(method, *given, **named)).map { |each| each['data-n'] }
rescue Capybara::Ambiguous => e
  e.message[/found (\d+) elements/, 1].to_i
rescue Capybara::ElementNotFound
  []
rescue Selenium::WebDriver::Error::WebDriverError, ArgumentError => e
  "refused: #{e.message[0, 200]}"
end

session = Capybara::Session.new(:chromium)
begin
  $stdin.each_line do |line|
    request = JSON.parse(line)
    session.visit(request['url'])
    puts JSON.generate(request['asked'].map { |asked| found(session, *asked) })
    $stdout.flush
  end
ensure
  session.quit
end
