-- The script of wrk: sends one fixed request and checks every answer.
-- Arguments: the expected status, a text that the body must contain ("" for none), the form to post (none or "": a GET request),
-- a file with one DPoP proof in each line (none: the request has no proof).
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  expected, marker, wrong = tonumber(args[1]), args[2], 0
  if args[3] and args[3] ~= "" then
    wrk.method, wrk.body = "POST", args[3]
    wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  end
  if args[4] then
    local proofs = assert(io.open(args[4]))
    -- When no line is left, the last proof is sent again: the server refuses it, and the answers are wrong.
    function request()
      wrk.headers["DPoP"] = proofs:read("*l") or wrk.headers["DPoP"]
      return wrk.format()
    end
  end
end

function response(status, headers, body)
  if status ~= expected or not string.find(body, marker, 1, true) then wrong = wrong + 1 end
end

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do bad = bad + thread:get("wrong") end
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, bad, latency:percentile(50), latency:percentile(99)))
end
